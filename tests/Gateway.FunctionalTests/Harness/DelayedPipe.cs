using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>
/// One direction of a connection. Every chunk arrives later by a time of its own and none overtakes another; chunks are under
/// way together, as on a long wire, so that a message in several of them is not slower than one in a single chunk.
/// </summary>
/// <param name="from">Read from.</param>
/// <param name="to">Written to.</param>
/// <param name="options">What happens on the way.</param>
/// <param name="seed">Where the draws begin.</param>
/// <param name="stallAt">The chunk, from 1, in whose middle it stands still; 0 for none.</param>
/// <param name="onStall">Told when it does.</param>
internal sealed class DelayedPipe(Socket from, Socket to, TcpProxyOptions options, int seed, int stallAt, Action onStall)
{
    private const int MostUnderWay = 64; // chunks; beyond them the sender is not read from
    private const int ChunkBytes = 16 * 1024;
    private readonly Channel<(byte[] Bytes, long Taken, TimeSpan Way)> _chunks = Channel.CreateBounded<(byte[], long, TimeSpan)>(MostUnderWay);
    private readonly Random _random = new(seed);

    /// <summary>Reads until the sender has said all.</summary>
    public async Task TakeAsync(CancellationToken stop)
    {
        var buffer = new byte[ChunkBytes];
        while (await from.ReceiveAsync(buffer, stop) is > 0 and var count)
        {
            await _chunks.Writer.WriteAsync((buffer[..count], Stopwatch.GetTimestamp(), DrawWay()), stop);
        }

        _chunks.Writer.Complete();
    }

    /// <summary>Writes what was read, when its time has come.</summary>
    public async Task GiveAsync(CancellationToken stop)
    {
        var number = 0;
        await foreach (var (bytes, taken, way) in _chunks.Reader.ReadAllAsync(stop))
        {
            await UntilAsync(way - Stopwatch.GetElapsedTime(taken), stop);
            var rest = bytes.AsMemory();
            if (++number == stallAt)
            {
                await WriteAsync(rest[..(rest.Length / 2)], stop);
                rest = rest[(rest.Length / 2)..];
                onStall();
                await UntilAsync(options.Stall, stop);
            }

            await WriteAsync(rest, stop);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private TimeSpan DrawWay() => options.Delay + (options.Jitter * ((2 * _random.NextDouble()) - 1));

    /// <summary>In whole milliseconds, which is what timers know.</summary>
    private static Task UntilAsync(TimeSpan pause, CancellationToken stop) => Wait.ScheduleAsync(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), stop);

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, stop)..];
        }
    }
}
