using System.Globalization;
using Relevo.Wire.Load;

namespace Relevo.Wire.Processes;

/// <summary>Starts the parts of a run, and ends all of them and their data with it.</summary>
internal sealed class Stage(WireOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private readonly List<Child> _children = [];
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "relevo-wire-" + Guid.NewGuid().ToString("N")[..8])).FullName;
    private int _gateways;

    public WireOptions Options => options;

    public async Task<Part> StartBareAsync() => await StartAsync("bare", Ports.Next(), "/webhooks/meta/main");

    public async Task<Part> StartRelayAsync(string application) => await StartAsync("relay", Ports.Next(), "/webhooks/meta/main", application);

    public async Task<Application> StartApplicationAsync(int? port = null) => new(await StartAsync("app", port ?? Ports.Next(), "/events"));

    /// <summary>A gateway with an empty data folder. Events go to <paramref name="application"/>, or are only stored.</summary>
    public async Task<GatewayPart> StartGatewayAsync(string? application)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, FormattableString.Invariant($"gateway-{++_gateways}"))).FullName;
        var gateway = new GatewayPart(options.GatewayLibrary, folder, Ports.Next(), application, Keep);
        await gateway.StartAsync(StartPatience);
        return gateway;
    }

    /// <summary>A gateway with an empty data folder that sends through the numbers of a played provider.</summary>
    public async Task<GatewayPart> StartSendingGatewayAsync(SendLoad sends)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, FormattableString.Invariant($"gateway-{++_gateways}"))).FullName;
        var port = Ports.Next();
        await sends.StartAsync(port);
        var gateway = new GatewayPart(options.GatewayLibrary, folder, port, null, Keep, sends);
        await gateway.StartAsync(StartPatience);
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children)
        {
            await child.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Keep(Child child) => _children.Add(child);

    private async Task<Part> StartAsync(string role, int port, string path, params string[] more)
    {
        var child = Child.StartRole([role, port.ToString(CultureInfo.InvariantCulture), .. more]);
        Keep(child);
        await Probe.UntilListeningAsync(port, child, StartPatience);
        return new Part(child, port, path);
    }
}
