using System.Net;
using System.Net.Sockets;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>Finds loopback ports that nobody uses.</summary>
internal static class FreePorts
{
    private static readonly int[] Usual = [8000, 8001, 8002];

    /// <summary>The gateway's usual ports when all are free, else any.</summary>
    public static int[] ForGateway() => Usual.All(IsFree) ? Usual : Any(Usual.Length);

    /// <summary>Ports that are free and differ.</summary>
    public static int[] Any(int count)
    {
        // All are held at the same time, so that no two are the same.
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(l => l.Start());
            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
