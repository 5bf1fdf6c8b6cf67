using System.Net;
using System.Net.Sockets;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Loopback ports below the range from which the system takes ports of clients, so that a stopped server finds its port again.</summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int Count = 20_000;
    private static int _offset = Environment.ProcessId * 97 % Count;

    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _offset) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
                continue;
            }
        }

        throw new InvalidOperationException("No loopback port is free.");
    }
}
