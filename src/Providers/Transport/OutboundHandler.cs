using System.Net;
using System.Net.Sockets;

namespace Relevo.Providers.Transport;

/// <summary>Connections to providers: nothing is followed, unpacked, remembered or passed on by itself.</summary>
internal static class OutboundHandler
{
    private const int MaxHeaderKiB = 64;
    private const int KeepAliveSeconds = 2; // A peer that vanished without a word is noticed within 2 + 3 x 1 s.
    private const int KeepAliveProbeSeconds = 1;
    private const int KeepAliveProbes = 3;
    private const int UnacknowledgedMilliseconds = 5_000; // With a call on the way there are no probes: what was written has to arrive.
    private const int Tcp = 6; // tcp(7)
    private const int UserTimeout = 18; // TCP_USER_TIMEOUT of Linux

    // Shorter than the usual keep-alive of servers, so that it is us who end an idle connection: a call written into one
    // that the server is just closing has an unknown result.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    internal static SocketsHttpHandler Create(TimeSpan connect, TimeSpan lifetime, int connections, Func<DnsEndPoint, CancellationToken, ValueTask<Stream>> open) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = connect,
        MaxResponseHeadersLength = MaxHeaderKiB,
        MaxResponseDrainSize = 0, // an answer that is longer than allowed is not read to its end to save a connection
        MaxConnectionsPerServer = connections,
        PooledConnectionLifetime = lifetime,
        PooledConnectionIdleTimeout = Idle,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellation) => open(context.DnsEndPoint, cancellation),
    };

    /// <summary>A socket that does not wait to fill packets and notices a peer that is gone.</summary>
    internal static Socket NewSocket(AddressFamily? family = null)
    {
        var socket = family is { } one ? new Socket(one, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes(UnacknowledgedMilliseconds));
        }

        return socket;
    }

    /// <summary>Connects to where the operator said.</summary>
    internal static async ValueTask<Stream> OpenAsync(DnsEndPoint endPoint, CancellationToken cancellation)
    {
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(endPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
