using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relevo.Resilience.Tests.Notifications.Channels;

/// <summary>Says the same bytes to everybody who has sent something, and hangs up.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _loop;

    private RawServer(string answer)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = RunAsync(Encoding.ASCII.GetBytes(answer));
    }

    public int Port { get; }

    public static RawServer Start(string answer) => new(answer);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
    }

    private async Task RunAsync(byte[] answer)
    {
        while (await AcceptAsync() is { } accepted)
        {
            using var client = accepted;
            try
            {
                _ = await client.GetStream().ReadAtLeastAsync(new byte[64 * 1024], 1, throwOnEndOfStream: false);
                await client.GetStream().WriteAsync(answer);
                client.Client.Shutdown(SocketShutdown.Send);
                await client.GetStream().CopyToAsync(Stream.Null); // until the other side is done, so that no reset cuts the answer off
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                // The other side has heard enough.
            }
        }
    }

    private async Task<TcpClient?> AcceptAsync()
    {
        try
        {
            return await _listener.AcceptTcpClientAsync();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return null; // The test is over.
        }
    }
}
