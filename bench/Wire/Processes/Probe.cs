using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relevo.Wire.Processes;

/// <summary>Asks a server that is just starting, often and cheaply.</summary>
internal static class Probe
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until the port takes connections.</summary>
    public static Task<TimeSpan> UntilListeningAsync(int port, Child child, TimeSpan patience) =>
        UntilAsync(child, patience, () => AskAsync(port, request: null));

    /// <summary>Waits until it would take webhooks: <c>/health/ready</c> says so, or the webhook path judges a signature.</summary>
    public static Task<TimeSpan> UntilReadyAsync(int port, string path, Child child, TimeSpan patience) => UntilAsync(child, patience, async () =>
        await AskAsync(port, "GET /health/ready HTTP/1.1\r\nHost: wire\r\nConnection: close\r\n\r\n") switch
        {
            200 => 200,
            404 => await AskAsync(port, $"POST {path} HTTP/1.1\r\nHost: wire\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}") == 401 ? 200 : 0,
            _ => 0,
        });

    private static async Task<TimeSpan> UntilAsync(Child child, TimeSpan patience, Func<Task<int>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        while (await ask() != 200)
        {
            if (child.HasExited || Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new WireException($"A part did not start within {patience.TotalSeconds:0} s. It wrote:\n{child.Output}");
            }

            await Task.Delay(Pause);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>The status of the answer; 200 when nothing was to be asked; 0 when nobody answers.</summary>
    private static async Task<int> AskAsync(int port, string? request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), limit.Token);
            if (request is null)
            {
                return 200;
            }

            await socket.SendAsync(Encoding.ASCII.GetBytes(request), limit.Token);
            var answer = new byte[64];
            var length = await socket.ReceiveAsync(answer, limit.Token);
            return length > 12 && int.TryParse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture, out var status) ? status : 0;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return 0;
        }
    }
}
