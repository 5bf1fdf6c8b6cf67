using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;

namespace Relevo.QueueProcessor.Store;

/// <summary>
/// Where accepted events and messages are durable. Two engines give it the same meaning, and one suite of tests holds
/// both to it. Appends and settlements of many callers share a commit; batches form from concurrency, without timers.
/// Reads see every commit that was reported before they began, and are safe from any thread.
/// </summary>
public interface IMessageStore : IAsyncDisposable
{
    /// <summary>Opens or makes the store, brings an older one forward, and starts its writer.</summary>
    /// <exception cref="StoreException">It is in use, newer than this program, damaged, or cannot be written; the message says what to do.</exception>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>Who is told of every committed message that waits, in commit order, on the writer's thread; must not block.</summary>
    void Subscribe(Action<IReadOnlyList<QueuedMessage>> committed);

    /// <summary>
    /// Makes messages durable together. Completes when the commit that holds them returned, or with the reason why not,
    /// within the commit deadline. Messages with a key that is known are marked as duplicates and not stored again.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<QueuedMessage> messages);

    /// <summary>
    /// The same, and entries of traces with them, all in one commit. There may be entries only: once it completes, what is
    /// about to be done is on record. An entry that is there already is kept once.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(IReadOnlyList<QueuedMessage> messages, IReadOnlyList<TraceEntry> traces);

    /// <summary>Ends a piece of work; durable with the next commit, kept and tried again while the store fails.</summary>
    /// <returns>False when so many unsaved ends are kept that no new work should begin.</returns>
    bool Settle(in Settlement settlement);

    /// <summary>Completes when every settlement made before is durable.</summary>
    Task FlushAsync(CancellationToken cancellation);

    /// <summary>A write that proves that the store takes writes now; throws <see cref="StoreException"/> when not.</summary>
    Task ProbeAsync(CancellationToken cancellation);

    /// <summary>Position of the newest committed message.</summary>
    long Tail { get; }

    /// <summary>Why appends are refused now, or null when they are taken.</summary>
    string? Refusal { get; }

    /// <summary>Waiting messages of one priority after a position, in order, without payloads, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<QueuedMessage> ReadBacklog(string queue, Priority priority, long after, int limit);

    /// <summary>
    /// Waiting messages of one conversation with positions in [<paramref name="from"/>, <paramref name="to"/>], in order,
    /// without payloads, at most <paramref name="limit"/>.
    /// </summary>
    IReadOnlyList<QueuedMessage> ReadConversation(string queue, ulong conversation, long from, long to, int limit);

    /// <summary>Fetches the payload of a message that was read from the backlog.</summary>
    /// <returns>False when the message is gone.</returns>
    bool LoadPayload(QueuedMessage message);

    /// <summary>Messages of a queue that are due by <paramref name="until"/>, the earliest due first, without payloads, at most <paramref name="limit"/>; those without a due time are not among them.</summary>
    IReadOnlyList<QueuedMessage> ReadDue(string queue, DateTimeOffset until, int limit);

    /// <summary>When the next message of a queue is due, past or future; null when none has a due time.</summary>
    DateTimeOffset? NextDue(string queue);

    /// <summary>
    /// Moves waiting messages to another queue of the same direction: they keep their positions and ids, are due at once, and
    /// are announced in the given order with their payloads, <see cref="QueuedMessage.IsLate"/>. Each is moved or is not,
    /// whatever happens. No <see cref="ReadBacklog"/> and no <see cref="ReadConversation"/> shows one that is not announced yet.
    /// </summary>
    /// <returns>How many were moved: those that wait no more are left out, and all of them when the store is busy.</returns>
    Task<int> MoveAsync(IReadOnlyList<QueuedMessage> messages, string queue, CancellationToken cancellation);

    /// <summary>Notes that the gateway died while these were in work.</summary>
    Task AddDeathsAsync(IReadOnlyCollection<long> positions, CancellationToken cancellation);

    /// <summary>Names of queues in which something waits.</summary>
    IReadOnlyList<string> WaitingQueues();

    /// <summary>One consistent reading of events (<paramref name="sends"/> false) or sends (true).</summary>
    StoreCounts Count(bool sends);

    /// <summary>A message by its id, with its payload; null when unknown.</summary>
    MessageRecord? Find(MessageId id);

    /// <summary>All that happened to a send, in the order in which it was recorded; empty when nothing did or the send is not known.</summary>
    IReadOnlyList<TraceEntry> ReadTrace(MessageId id);

    /// <summary>The send that a provider knows under a name, recorded in the last 31 days; the newest if there are several, null when there is none.</summary>
    MessageId? FindSent(string providerKey);

    /// <summary>Every message after a position, whatever its queue and state, in order of position, with payloads, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<MessageRecord> ReadFrom(long after, int limit);

    /// <summary>Newest first, at most <paramref name="limit"/>, older than <paramref name="before"/> when given.</summary>
    IReadOnlyList<MessageRecord> History(string conversationKey, MessageId? before, int limit);

    /// <summary>Dead letters, oldest first, after <paramref name="after"/> when given, at most <paramref name="limit"/>, without payloads.</summary>
    IReadOnlyList<MessageRecord> ListParked(MessageId? after, int limit);

    /// <summary>Puts a dead letter back at the end of its conversation, under a new id, and records who did it.</summary>
    /// <returns>The new id, or null when no dead letter has this id.</returns>
    Task<MessageId?> RetryParkedAsync(MessageId id, string actor, CancellationToken cancellation);

    /// <summary>Takes a dead letter out and records who did it.</summary>
    /// <returns>False when no dead letter has this id.</returns>
    Task<bool> DropParkedAsync(MessageId id, string actor, CancellationToken cancellation);

    /// <summary>Takes a dead letter out that turned out to be done: it counts as completed.</summary>
    /// <returns>False when no dead letter has this id.</returns>
    Task<bool> CompleteParkedAsync(MessageId id, string reason, CancellationToken cancellation);

    /// <summary>Marks a message as <see cref="AppendAsync(IReadOnlyList{QueuedMessage})"/> would when its once-key is known, and stores nothing.</summary>
    /// <returns>Whether the key is known; then the message has the id of the first one.</returns>
    /// <exception cref="StoreException">It cannot be looked up now.</exception>
    Task<bool> RecallAsync(QueuedMessage message, CancellationToken cancellation);

    /// <summary>Records an action of an operator.</summary>
    Task AuditAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Audit entries, newest first, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<AuditEntry> ReadAudit(int limit);
}
