using System.Net;
using System.Net.Sockets;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>One connection through a proxy, until both ends have said all, or one broke it off.</summary>
/// <param name="near">Who connected.</param>
/// <param name="place">Its place among the connections, from 0: with the seed it decides what happens to it.</param>
/// <param name="options">What happens on the way.</param>
/// <param name="onStall">Told when it stands still.</param>
internal sealed class ProxiedConnection(Socket near, int place, TcpProxyOptions options, Action onStall)
{
    private const int LatestStall = 2; // the chunk of a direction: a connection that lives as short as a test has few

    public async Task RunAsync(IPEndPoint target, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var far = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        near.NoDelay = far.NoDelay = true;
        try
        {
            await far.ConnectAsync(target, ended.Token);
            await PassAsync(far, ended);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // Broken off: the other end sees the same.
            return;
        }
        finally
        {
            near.Dispose();
        }
    }

    private async Task PassAsync(Socket far, CancellationTokenSource ended)
    {
        var random = new Random(unchecked((options.Seed * 397) + place));
        var stalls = options.StallEvery > 0 && place % options.StallEvery == options.Seed % options.StallEvery;
        var (stallsBack, stallAt) = (random.Next(2) == 1, stalls ? 1 + random.Next(LatestStall) : 0);
        var there = new DelayedPipe(near, far, options, random.Next(), stallsBack ? 0 : stallAt, onStall);
        var back = new DelayedPipe(far, near, options, random.Next(), stallsBack ? stallAt : 0, onStall);
        Task[] ways = [there.TakeAsync(ended.Token), there.GiveAsync(ended.Token), back.TakeAsync(ended.Token), back.GiveAsync(ended.Token)];
        await Task.WhenAll(ways.Select(way => EndingAsync(way, ended)));
    }

    /// <summary>When one way breaks, all end.</summary>
    private static async Task EndingAsync(Task way, CancellationTokenSource ended)
    {
        try
        {
            await way;
        }
        catch
        {
            await ended.CancelAsync();
            throw;
        }
    }
}
