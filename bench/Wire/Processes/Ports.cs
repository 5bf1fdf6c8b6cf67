using System.Net;
using System.Net.Sockets;

namespace Relevo.Wire.Processes;

/// <summary>Free loopback ports below the range that clients use, so that a stopped server finds its port again.</summary>
internal static class Ports
{
    private static int next = 20_000 + (Environment.ProcessId % 5_000);

    public static int Next()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref next);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException) when (port < 30_000)
            {
                continue; // taken
            }
        }
    }
}
