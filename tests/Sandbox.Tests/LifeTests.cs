using System.Net.Sockets;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Tests.Support;

namespace Relevo.Sandbox.Tests;

/// <summary>Starting and ending.</summary>
public sealed class LifeTests
{
    private static readonly SandboxOptions Options = new() { Numbers = [new SandboxNumber { Provider = "meta", Key = Rig.Meta }] };

    [Fact]
    public async Task Start_PortTaken_SaysSoAndCanBeDisposed()
    {
        await using var first = new SandboxServer(Options, TimeProvider.System);
        await first.StartAsync(CancellationToken.None);
        await using var second = new SandboxServer(Options with { Port = first.Url.Port }, TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(() => second.StartAsync(CancellationToken.None));
        Assert.Throws<InvalidOperationException>(() => second.Url);
    }

    [Fact]
    public async Task Dispose_Twice_AndStartedAgainOnItsPort_Works()
    {
        var first = new SandboxServer(Options, TimeProvider.System);
        await first.StartAsync(CancellationToken.None);
        var port = first.Url.Port;
        await first.DisposeAsync();
        await first.DisposeAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => new TcpClient().ConnectAsync("127.0.0.1", port));

        await using var again = new SandboxServer(Options with { Port = port }, TimeProvider.System);
        await again.StartAsync(CancellationToken.None);
        Assert.Equal(port, again.Url.Port);
    }

    [Fact]
    public async Task PostInbound_NobodyThereOrUnknownNumber_Throws()
    {
        var number = Options.Numbers[0] with { WebhookUrl = new Uri("http://127.0.0.1:9/"), WebhookSecret = "s" };
        await using var server = new SandboxServer(Options with { Numbers = [number] }, TimeProvider.System);
        await server.StartAsync(CancellationToken.None);
        await Assert.ThrowsAsync<HttpRequestException>(() => server.PostInboundAsync(Rig.Meta, Rig.Customer, "hola", CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => server.PostInboundAsync("other", Rig.Customer, "hola", CancellationToken.None));
    }
}
