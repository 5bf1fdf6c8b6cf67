namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>One event as the generator knows it. Times are ticks of the monotonic clock.</summary>
internal sealed class SentEvent(EventId id, int conversation, int conversationSequence, long intended)
{
    private readonly List<Attempt> _answered = [];

    public EventId Id { get; } = id;

    public int Conversation { get; } = conversation;

    /// <summary>Its place among the events of its conversation.</summary>
    public int ConversationSequence { get; } = conversationSequence;

    /// <summary>When the schedule wanted it sent; latency counts from here.</summary>
    public long Intended { get; } = intended;

    /// <summary>When its first attempt began; 0 while there was none.</summary>
    public long FirstInvoked { get; private set; }

    /// <summary>When the first 200 came; 0 while there was none.</summary>
    public long FirstOk { get; private set; }

    public Outcome Outcome { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Attempts that are over.</summary>
    public IReadOnlyList<Attempt> Answered()
    {
        lock (_answered)
        {
            return [.. _answered];
        }
    }

    /// <summary>Notes an attempt before its first byte leaves.</summary>
    public void Invoke(long now)
    {
        lock (_answered)
        {
            FirstInvoked = FirstInvoked == 0 ? now : FirstInvoked;
            Attempts++;
        }
    }

    /// <summary>Notes the answer of an attempt; status 0 is none.</summary>
    public Outcome Complete(long begin, long end, int status)
    {
        var outcome = status switch
        {
            0 => Outcome.Info,
            200 => Outcome.Ok,
            429 or >= 500 => Outcome.Fail,
            _ => Outcome.Reject,
        };
        lock (_answered)
        {
            _answered.Add(new Attempt(begin, end, status));
            if (outcome == Outcome.Ok && FirstOk == 0)
            {
                FirstOk = end;
            }

            Outcome = outcome > Outcome ? outcome : Outcome;
        }

        return outcome;
    }
}
