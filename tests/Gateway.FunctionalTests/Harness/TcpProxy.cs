using System.Net;
using System.Net.Sockets;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A wire between two programs, which can be slow: takes connections and passes on to one address what comes.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private const int MostConnections = 1_024; // beyond them callers wait in the listener's backlog
    private const int Backlog = 512;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener;
    private readonly IPEndPoint _target;
    private readonly TcpProxyOptions _options;
    private readonly Task _accepting;
    private int _connections;
    private int _stalls;

    /// <summary>Begins at once.</summary>
    /// <param name="listener">Listens already; the proxy's from now on.</param>
    /// <param name="target">Who is spoken to.</param>
    /// <param name="options">What happens on the way.</param>
    public TcpProxy(Socket listener, IPEndPoint target, TcpProxyOptions options)
    {
        (_listener, _target, _options) = (listener, target, options);
        Url = new Uri($"http://{listener.LocalEndPoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it is called.</summary>
    public Uri Url { get; }

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Connections that stood still.</summary>
    public int Stalls => Volatile.Read(ref _stalls);

    /// <summary>A listener for a proxy, in the network of the thread that calls.</summary>
    public static Socket Listen(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, 0));
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            for (; ; )
            {
                open.RemoveAll(connection => connection.IsCompleted);
                if (open.Count >= MostConnections)
                {
                    await Task.WhenAny(open).WaitAsync(_stop.Token);
                    continue;
                }

                var near = await _listener.AcceptAsync(_stop.Token);
                var place = Interlocked.Increment(ref _connections) - 1;
                open.Add(new ProxiedConnection(near, place, _options, () => Interlocked.Increment(ref _stalls)).RunAsync(_target, _stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }
}
