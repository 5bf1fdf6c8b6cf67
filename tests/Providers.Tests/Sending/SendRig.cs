using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Providers.Tests.Sending;

/// <summary>A client whose clock stands still until the test moves it.</summary>
internal sealed class SendRig : IDisposable
{
    public SendRig(int maxAnswerBytes = 64 * 1024, int connections = 256) => Client = new ProviderClient(
        new ProviderClientOptions { MaxAnswerBytes = maxAnswerBytes, MaxConnectionsPerHost = connections, ConnectSeconds = 30 },
        Time,
        NullLogger<ProviderClient>.Instance);

    public ManualTime Time { get; } = new();

    public ProviderClient Client { get; }

    public Task<SendOutcome> SendAsync(Uri url, string provider = "meta", CancellationToken cancellation = default) =>
        Client.SendAsync(Sample.Protocol(provider), Sample.Text(), Sample.Account(provider, url), Sample.Correlation, cancellation);

    public void Dispose() => Client.Dispose();
}
