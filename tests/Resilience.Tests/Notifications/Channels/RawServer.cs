using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relevo.Resilience.Tests.Notifications.Channels;

/// <summary>Says the same bytes to everybody who has sent something, and hangs up.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
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
        await _end.CancelAsync();
        await _loop;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task RunAsync(byte[] answer)
    {
        while (await AcceptAsync() is { } accepted)
        {
            using var client = accepted;
            var stream = client.GetStream();
            try
            {
                _ = await stream.ReadAtLeastAsync(new byte[64 * 1024], 1, throwOnEndOfStream: false);
                await stream.WriteAsync(answer);
                client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null, _end.Token); // until the other side is done, so that no reset cuts the answer off
            }
            catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
            {
                // The other side has heard enough.
            }
        }
    }

    private async Task<TcpClient?> AcceptAsync()
    {
        try
        {
            return await _listener.AcceptTcpClientAsync(_end.Token);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return null; // The test is over.
        }
    }
}
