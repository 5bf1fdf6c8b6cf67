namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>One event as the generator knows it. Times are ticks of the monotonic clock.</summary>
internal sealed class SentEvent(EventId id, int conversation, int conversationSequence, long intended)
{
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

    /// <summary>What each attempt was answered, for people.</summary>
    public List<(long Begin, long End, int Status)> Log { get; } = [];

    /// <summary>Notes an attempt before its first byte leaves.</summary>
    public void Invoke(long now)
    {
        lock (Log)
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
        lock (Log)
        {
            Log.Add((begin, end, status));
            if (outcome == Outcome.Ok && FirstOk == 0)
            {
                FirstOk = end;
            }

            Outcome = outcome > Outcome ? outcome : Outcome;
        }

        return outcome;
    }
}
