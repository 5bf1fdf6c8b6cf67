using System.Diagnostics;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>The one place where time passes: a condition is polled until it holds or its deadline is over.</summary>
internal static class Wait
{
    /// <summary>Deadline of what takes well under a second on a quiet machine.</summary>
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? deadline = null, Func<string>? context = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, deadline, context);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null, Func<string>? context = null)
    {
        var limit = deadline ?? Generous;
        if (!await HoldsAsync(condition, limit))
        {
            throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}.{(context is null ? "" : "\n" + context())}");
        }
    }

    /// <summary>Whether a condition comes true before the deadline.</summary>
    public static async Task<bool> HoldsAsync(Func<Task<bool>> condition, TimeSpan deadline, int pollMilliseconds = 10)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(pollMilliseconds));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > deadline)
            {
                return false;
            }

            await timer.WaitForNextTickAsync();
        }

        return true;
    }

    /// <summary>The pause of a schedule (load, back-off, the moment of a fault); never a way to wait for the gateway.</summary>
    public static async Task ScheduleAsync(TimeSpan pause, CancellationToken cancellation = default)
    {
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(pause);
        await timer.WaitForNextTickAsync(cancellation);
    }
}
