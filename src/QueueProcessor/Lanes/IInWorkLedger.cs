namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// Remembers over a sudden death what was in work, so that a message that kills the gateway is found. Costs no write per
/// message in the ordinary case.
/// </summary>
public interface IInWorkLedger
{
    /// <summary>Positions that were in work when the last run died; empty after a graceful stop.</summary>
    IReadOnlyCollection<long> LastRun { get; }

    /// <summary>The store knows of <see cref="LastRun"/> now: nothing is written over the notes before.</summary>
    void LastRunNoted();

    /// <summary>Notes that a message is taken up.</summary>
    /// <returns>A ticket for <see cref="Leave"/>. While the last death is recent it completes only once the note is written.</returns>
    ValueTask<int> EnterAsync(long position);

    /// <summary>Notes that the work ended.</summary>
    void Leave(int ticket);
}
