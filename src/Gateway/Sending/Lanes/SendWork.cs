using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Gateway.Sending.Jobs;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>One send in this run of the gateway: what is to be done, and how far it has come. Worked on by one worker at a time; grants and receipts come from others.</summary>
internal sealed class SendWork(QueuedMessage message, SendJob job, string contactKey, ulong contactHash)
{
    private volatile bool _isGranted;
    private volatile bool _isReceived;

    public QueuedMessage Message => message;

    public SendJob Job => job;

    /// <summary>The recipient under the key that events name it by.</summary>
    public string ContactKey => contactKey;

    public ulong ContactHash => contactHash;

    /// <summary>The number it is to leave from.</summary>
    public SendNumber? Number { get; set; }

    /// <summary>What is really sent: the job's message, or the template that stands in for it.</summary>
    public OutboundMessage? Content { get; set; }

    /// <summary>Its place in the line of its number, or among the calls under way.</summary>
    public SendTicket? Ticket { get; set; }

    /// <summary>How long a receipt is waited for that tells whether the provider took it; null when that is known.</summary>
    public Patience? Unknown { get; set; }

    /// <summary>The provider's key of the copy that proves that it was sent; null when none came. Guarded by who keeps the open sends.</summary>
    public string? ProvenBy { get; set; }

    /// <summary>
    /// True when another send to the same contact through the same number, with the same words, was open at the same time: a
    /// copy could be either's. Guarded by who keeps the open sends.
    /// </summary>
    public bool HasTwin { get; set; }

    /// <summary>Calls that repeat one of unknown outcome.</summary>
    public int Repeats { get; set; }

    /// <summary>Calls that did not reach the provider.</summary>
    public int Unreached { get; set; }

    /// <summary>When a call first did not reach the provider since one did; null when the last one did.</summary>
    public DateTimeOffset? UnreachedSince { get; set; }

    /// <summary>True while its attempt stands on record and its call did not begin.</summary>
    public bool IsOnRecord { get; set; }

    /// <summary>How long its call has to wait although it is granted.</summary>
    public TimeSpan HeldFor { get; set; }

    /// <summary>Times in a row that the provider found this pair too fast.</summary>
    public int PairHits { get; set; }

    /// <summary>Times it went to another number, or back into a line, without a pause.</summary>
    public int Rounds { get; set; }

    /// <summary>Failures on the number it is on now.</summary>
    public int FailuresHere { get; set; }

    /// <summary>A number that failed it too often.</summary>
    public string? Avoid { get; set; }

    /// <summary>True when the template stands in because the provider says that the window is closed.</summary>
    public bool NeedsTemplate { get; set; }

    /// <summary>How it ends, once that is decided; null before.</summary>
    public SendEnding? Ending { get; set; }

    /// <summary>Nothing has happened to it in this run that would be forgotten if it were read from the store again.</summary>
    public bool IsUntouched => Unknown is null && Repeats == 0 && Unreached == 0 && PairHits == 0 && Rounds == 0 && FailuresHere == 0 && Avoid is null && !NeedsTemplate && !IsOnRecord;

    /// <summary>True once its ticket was granted and not used yet.</summary>
    public bool IsGranted
    {
        get => _isGranted;
        set => _isGranted = value;
    }

    /// <summary>True once a receipt proved that the provider took it.</summary>
    public bool IsReceived
    {
        get => _isReceived;
        set => _isReceived = value;
    }
}
