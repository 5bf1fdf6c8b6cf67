using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Relevo.Providers.Tests.Support;

/// <summary>A server that does exactly what a test says, byte by byte.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawConnection, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _connections;
    private int _closed;

    /// <param name="serve">Serves one connection, which is closed when it returns.</param>
    public RawServer(Func<RawConnection, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gives every request the same answer.</summary>
    public RawServer(string answer)
    {
        _serve = async (connection, stop) =>
        {
            while (await connection.ReadAsync(stop) is { } request)
            {
                Requests.Enqueue(request);
                await connection.WriteAsync(answer, stop);
            }
        };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>Connections that were made.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that the server has done with.</summary>
    public int Closed => Volatile.Read(ref _closed);

    /// <summary>What was asked, where the test or the fixed answer keeps it.</summary>
    public ConcurrentQueue<RawRequest> Requests { get; } = new();

    public static string Answer(int status, string body = "", string headers = "Content-Type: application/json\r\n") =>
        $"HTTP/1.1 {status} x\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}";

    /// <summary>Takes no further connections; those it has go on.</summary>
    public void StopListening() => _listener.Stop();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                await _serve(new RawConnection(socket), _stop.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                socket.Close(); // the test or the client has had enough
            }
        }

        Interlocked.Increment(ref _closed);
    }
}
