namespace Relevo.Resilience.Loops;

/// <summary>Looks after a part that runs loops of its own and can say whether they do what they should.</summary>
public static class Supervision
{
    private const int Looks = 3; // a machine that stood still makes everything overdue; what then moves again does not hang
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The body of a kept loop: it fails when the part is overdue look after look, so that the keeper raises a complaint, and restarts
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

            for (var overdue = 0; overdue < Looks; overdue = isOverdue() ? overdue + 1 : 0)
            {
                await beat.PauseAsync(Interval).ConfigureAwait(false);
            }

            throw new StandstillException();
        };
    }
}
