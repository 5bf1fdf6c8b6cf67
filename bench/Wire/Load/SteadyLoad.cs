using System.Diagnostics;
using System.Threading.Channels;

namespace Relevo.Wire.Load;

/// <summary>
/// A constant-rate, open-loop generator: requests fall due on a fixed schedule whether or not earlier ones were answered, and
/// each is timed from the moment it was due, so that a slow server cannot hide behind requests that were never sent.
/// </summary>
internal sealed class SteadyLoad(string url, int rate, int connections)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Uri _url = new(url);
    private readonly string _run = Wrk.NewRun();
    private readonly Channel<(long Counter, long DueAt)> _due = Channel.CreateUnbounded<(long, long)>();
    private readonly Histogram _answers = new();
    private readonly Histogram _lateness = new();
    private long _accepted;

    public async Task<SteadyResult> RunAsync(double seconds)
    {
        var workers = Enumerable.Range(0, connections).Select(_ => Task.Run(WorkAsync)).ToList();
        var total = (long)(rate * seconds);
        var scheduler = new Thread(() => Schedule(total)) { IsBackground = true, Name = "schedule" };
        scheduler.Start();
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(seconds) + Patience);
        return new SteadyResult(
            total,
            Interlocked.Read(ref _accepted),
            _answers.Percentile(0.50) / 1000.0,
            _answers.Percentile(0.99) / 1000.0,
            _answers.Percentile(1) / 1000.0,
            _lateness.Percentile(0.99) / 1000.0);
    }

    // Wakes every millisecond rather than spinning: a spinning thread would take one of the cores that are measured.
    private void Schedule(long total)
    {
        var start = Stopwatch.GetTimestamp();
        for (var next = 0L; next < total;)
        {
            var reached = Math.Min(total, (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate));
            for (; next < reached; next++)
            {
                _due.Writer.TryWrite((next + 1, start + (long)((double)next / rate * Stopwatch.Frequency)));
            }

            Thread.Sleep(1);
        }

        _due.Writer.Complete();
    }

    private async Task WorkAsync()
    {
        using var connection = new SteadyConnection(_url);
        await connection.OpenAsync();
        await foreach (var (counter, dueAt) in _due.Reader.ReadAllAsync())
        {
            var request = WebhookRequest.Make(_url, _run, counter);
            _lateness.Record(Microseconds(dueAt));
            var status = await connection.PostAsync(request);
            _answers.Record(Microseconds(dueAt));
            if (status == 200)
            {
                Interlocked.Increment(ref _accepted);
            }
        }
    }

    private static long Microseconds(long since) => Stopwatch.GetElapsedTime(since).Ticks / TimeSpan.TicksPerMicrosecond;
}
