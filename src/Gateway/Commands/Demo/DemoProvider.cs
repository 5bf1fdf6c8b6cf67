using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Providers;
using Relevo.Sandbox;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>The provider of a demo: takes what the gateway sends and posts receipts. For a while one of its numbers refuses everything.</summary>
internal sealed class DemoProvider : IAsyncDisposable
{
    private const string Sickness = "sickness";
    private const int Unavailable = 131016; // Meta: service temporarily not available
    private readonly SandboxServer _server;

    public DemoProvider(DemoSite site) => _server = new SandboxServer(
        new SandboxOptions { Numbers = [.. DemoSite.Numbers.Select(number => Played(number.Key, site))], MaxRecords = 1000 },
        TimeProvider.System,
        NullLogger.Instance);

    public string Url => _server.Url.ToString().TrimEnd('/');

    /// <summary>Messages it took.</summary>
    public long Sent => _server.Sends.Counts.Accepted;

    /// <summary>Receipts it posted.</summary>
    public long Receipts => _server.Webhooks.Posted;

    public Task StartAsync(CancellationToken stop) => _server.StartAsync(stop);

    /// <summary>From now on the first number refuses everything.</summary>
    public void FallSick() => _server.Script.Put(new SandboxRule { Name = Sickness, Number = DemoSite.Numbers[0].Key, MetaCode = Unavailable });

    public void Recover() => _server.Script.Remove(Sickness);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static SandboxNumber Played(string key, DemoSite site) => new()
    {
        Provider = ProviderNames.Meta,
        Key = key,
        ApiToken = site.ApiToken,
        WebhookSecret = site.WebhookSecret,
        WebhookUrl = new Uri(site.GatewayUrl + "/webhooks/whatsapp"),
    };
}
