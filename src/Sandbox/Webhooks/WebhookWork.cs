using Relevo.Sandbox.Numbers;

namespace Relevo.Sandbox.Webhooks;

/// <summary>Webhooks of one number that are posted one after the other: the next is begun when the one before was taken or given up.</summary>
internal abstract class WebhookWork(NumberState number)
{
    public NumberState Number { get; } = number;

    /// <summary>Failed tries of the present webhook.</summary>
    public int Failures { get; set; }

    /// <summary>When the present webhook was first tried.</summary>
    public DateTimeOffset First { get; set; }

    /// <summary>The present webhook's body, kept over its tries.</summary>
    public byte[]? Body { get; set; }

    /// <summary>Whether its end makes room for another; lines that live as long as their number do not count.</summary>
    public virtual bool IsCounted => true;

    /// <summary>Called when its turn comes; false when there is nothing to post now.</summary>
    public virtual bool TryBegin() => true;

    /// <summary>Called before the present webhook is put back to be tried again.</summary>
    public virtual void Repeat()
    {
    }

    /// <summary>Writes the present webhook; null when it is not posted by this work.</summary>
    public abstract byte[]? Write(DateTimeOffset now);

    /// <summary>Steps behind the present webhook.</summary>
    /// <param name="isTaken">Whether it was posted.</param>
    /// <returns>When the next falls due, by the clock's timestamp; null when there is none.</returns>
    public abstract long? Advance(bool isTaken);
}
