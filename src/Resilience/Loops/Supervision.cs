namespace Relevo.Resilience.Loops;

/// <summary>Looks after a part that runs loops of its own and can say whether they do what they should.</summary>
public static class Supervision
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The body of a kept loop: it fails as soon as the part is overdue, so that the keeper raises a complaint, and restarts
    /// the part when it is begun anew, the more seldom the less that helps.
    /// </summary>
    /// <param name="isOverdue">True when a loop of the part hangs or has ended; must not block.</param>
    /// <param name="restart">Begins what is overdue anew.</param>
    public static Func<LoopBeat, CancellationToken, Task> Of(Func<bool> isOverdue, Action restart)
    {
        ArgumentNullException.ThrowIfNull(isOverdue);
        ArgumentNullException.ThrowIfNull(restart);
        return async (beat, _) =>
        {
            if (isOverdue())
            {
                restart();
            }

            while (!isOverdue())
            {
                await beat.PauseAsync(Interval).ConfigureAwait(false);
            }

            throw new TimeoutException("It did not move.");
        };
    }
}
