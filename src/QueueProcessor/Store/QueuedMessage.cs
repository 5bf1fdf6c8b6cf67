using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;

namespace Relevo.QueueProcessor.Store;

/// <summary>
/// One event or send on its way through a queue. Ingress fills in what it is, the store where it stands;
/// the same object travels from the webhook to the application so that nothing is copied on the way.
/// </summary>
public sealed class QueuedMessage
{
    /// <summary>The queue it waits in: <see cref="Queues"/> names them.</summary>
    public required string Queue { get; init; }

    /// <summary>Our name of the number it came to or leaves from.</summary>
    public required string Number { get; init; }

    /// <summary>What it is.</summary>
    public EventKind Kind { get; init; }

    /// <summary>How urgent it is.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>The key of its lane; messages of one key stay in order. Used by <see cref="IMessageStore.AppendAsync(IReadOnlyList{QueuedMessage})"/> only.</summary>
    public string LaneKey { get; init; } = "";

    /// <summary>The key under which <see cref="IMessageStore.History"/> finds it; null: <see cref="LaneKey"/>. Used by <see cref="IMessageStore.AppendAsync(IReadOnlyList{QueuedMessage})"/> only.</summary>
    public string? HistoryKey { get; init; }

    /// <summary>What makes it the same message when it comes again; null is never a duplicate. Used by <see cref="IMessageStore.AppendAsync(IReadOnlyList{QueuedMessage})"/> only.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>
    /// The caller's own key for a request that shall happen once, for 24 hours after the first; null for any number of
    /// times. A second one is a duplicate and gets the <see cref="Id"/> of the first.
    /// </summary>
    public string? OnceKey { get; init; }

    /// <summary>Hash of the request that came with <see cref="OnceKey"/>, to tell a repetition from a mistake.</summary>
    public ulong OnceBody { get; init; }

    /// <summary>Provider time, when the provider gave one: no copy of this message can have been stored before it.</summary>
    public DateTimeOffset? ProviderTime { get; init; }

    /// <summary>When we took it.</summary>
    public required DateTimeOffset ReceivedUtc { get; init; }

    /// <summary>A reason to park it at once instead of handing it on.</summary>
    public string? ParkReason { get; init; }

    /// <summary>The encoded object, a <see cref="PayloadFormat"/> byte before it. Empty until loaded when it was read from the backlog.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>Keyed hash of <see cref="DedupeKey"/>; 0 when there is none.</summary>
    public UInt128 DedupeHash { get; set; }

    /// <summary>Keyed hash of <see cref="LaneKey"/>.</summary>
    public ulong Conversation { get; set; }

    /// <summary>Keyed hash of <see cref="HistoryKey"/>; 0 when it is found under its lane.</summary>
    public ulong HistoryHash { get; set; }

    /// <summary>Place in the store, growing in commit order; 0 before it is stored.</summary>
    public long Position { get; set; }

    /// <summary>Our id; valid once stored.</summary>
    public MessageId Id { get; set; }

    /// <summary>True when the store knew it already: nothing was added.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>True for a duplicate by <see cref="OnceKey"/> whose <see cref="OnceBody"/> differs from the first one's.</summary>
    public bool IsOnceConflict { get; set; }

    /// <summary>True when it was read from the store, false when it was announced live: it may have been tried before.</summary>
    public bool IsFromBacklog { get; init; }

    /// <summary>True when it is announced long after it was stored: its position may lie before what a reader has read.</summary>
    public bool IsLate { get; init; }

    /// <summary>True when its conversation was called back from sleep for it: whoever put it to sleep lets it go before newcomers. Not stored.</summary>
    public bool IsCalledBack { get; set; }

    /// <summary>Not before this time; default is at once.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Failed attempts that count against it.</summary>
    public int Attempts { get; set; }

    /// <summary>Times the gateway died while it was in work.</summary>
    public int Deaths { get; set; }

    /// <summary>Time it waited because of its own failures, milliseconds.</summary>
    public long TroubleMs { get; set; }

    /// <summary>Its failures in this run of the gateway, for who judges whose fault they are; null when there were none. Not stored.</summary>
    public FailureTrail? Failures { get; set; }

    /// <summary>What who works on it remembers of it in this run of the gateway; null at first. Not stored.</summary>
    public object? Progress { get; set; }
}
