using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Bounds;

namespace Relevo.Storage.Sqlite;

/// <summary>The embedded store: SQLite files of one day each in one directory, one writer thread, commit before answer.</summary>
public sealed class SqliteMessageStore : IMessageStore, IContactAliases, IPoolStore
{
    private const int TraceBytes = 256; // what an entry may take in the log, roughly
    private const string PoolName = "pool";
    private readonly string _directory;
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StoreMetrics _metrics;
    private readonly List<Action<IReadOnlyList<QueuedMessage>>> _subscribers = [];
    private volatile StoreWriter? _writer;
    private volatile StoreState? _state;
    private StoreQueries? _queries;
    private KeyHasher? _hasher;

    /// <summary>Creates it; <see cref="OpenAsync"/> touches the disk.</summary>
    /// <param name="directory">Folder of the store; made when it is missing.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meters">Where its instruments are made.</param>
    /// <param name="logger">Where it reports.</param>
    public SqliteMessageStore(string directory, SqliteOptions options, TimeProvider time, IMeterFactory meters, ILogger<SqliteMessageStore> logger)
    {
        _directory = Path.GetFullPath(directory);
        _options = options;
        _time = time;
        _logger = new QuietLogger(logger);
        _metrics = new StoreMetrics(meters);
    }

    /// <inheritdoc />
    public long Tail => _state?.Tail ?? 0;

    /// <inheritdoc />
    public string? Refusal => _writer is null ? "the store is not open yet" : _writer.Refusal;

    /// <summary>For tests.</summary>
    internal StoreState State => _state ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>For tests.</summary>
    internal StoreWriter Writer => _writer ?? throw new InvalidOperationException("The store is not open.");

    private StoreQueries Queries => _queries ?? throw new InvalidOperationException("The store is not open.");

    /// <inheritdoc />
    public Task OpenAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            var now = _time.GetUtcNow();
            _state = StoreState.Open(_directory, _options, now);
            _hasher = _state.Hasher;
            _queries = new StoreQueries(_state, _time);
            var writer = new StoreWriter(_state, _options, _time, _metrics, _logger);
            foreach (var subscriber in _subscribers)
            {
                writer.Subscribe(subscriber);
            }

            writer.Start();
            _writer = writer;
        },
        cancellation);

    /// <inheritdoc />
    public void Subscribe(Action<IReadOnlyList<QueuedMessage>> committed)
    {
        _subscribers.Add(committed);
        _writer?.Subscribe(committed);
    }

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<QueuedMessage> messages) => AppendAsync(messages, []);

    /// <inheritdoc />
    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<QueuedMessage> messages, IReadOnlyList<TraceEntry> traces)
    {
        if (Refusal is { } reason)
        {
            return ValueTask.FromResult(new AppendResult(AppendStatus.Unavailable, 0, 0, reason));
        }

        var bytes = (long)traces.Count * TraceBytes;
        foreach (var message in messages)
        {
            message.DedupeHash = message.DedupeKey is { } key ? _hasher!.Hash128(key) : 0;
            message.Conversation = _hasher!.Hash64(message.LaneKey);
            message.HistoryHash = message.HistoryKey is { } history ? _hasher.Hash64(history) : 0;
            bytes += message.Payload.Length;
        }

        var request = new AppendRequest(messages, traces) { Bytes = bytes };
        if (Writer.Inbox.TryAdd(request))
        {
            return request.Task;
        }

        return ValueTask.FromResult(Refusal is { } late
            ? new AppendResult(AppendStatus.Unavailable, 0, 0, late)
            : new AppendResult(AppendStatus.Overloaded, 0, 0, "more arrives than can be written now"));
    }

    /// <inheritdoc />
    public bool Settle(in Settlement settlement)
    {
        Writer.Inbox.Add(settlement);
        return Writer.Inbox.HasRoomForSettlements;
    }

    /// <inheritdoc />
    public Task FlushAsync(CancellationToken cancellation) => Writer.Run(static _ => { }).WaitAsync(cancellation);

    /// <inheritdoc />
    public Task ProbeAsync(CancellationToken cancellation) =>
        Writer.Run(static scope => scope.Today.Writer.Probe(scope.NowMs)).WaitAsync(cancellation);

    /// <inheritdoc />
    public IReadOnlyList<QueuedMessage> ReadBacklog(string queue, Priority priority, long after, int limit) =>
        Queries.Backlog(queue, priority, after, limit);

    /// <inheritdoc />
    public IReadOnlyList<QueuedMessage> ReadConversation(string queue, ulong conversation, long from, long to, int limit) =>
        Queries.Conversation(queue, conversation, from, to, limit);

    /// <inheritdoc />
    public bool LoadPayload(QueuedMessage message) => Queries.LoadPayload(message);

    /// <inheritdoc />
    public Task AddDeathsAsync(IReadOnlyCollection<long> positions, CancellationToken cancellation) => Writer.Run(scope =>
    {
        foreach (var position in positions)
        {
            scope.State.Days.Of(position)?.Writer.AddDeath(position);
        }
    }).WaitAsync(cancellation);

    /// <inheritdoc />
    public IReadOnlyList<string> WaitingQueues() => Queries.WaitingQueues();

    /// <inheritdoc />
    public StoreCounts Count(bool sends) => Queries.Count(sends);

    /// <inheritdoc />
    public MessageRecord? Find(MessageId id) => Queries.Find(id);

    /// <inheritdoc />
    public IReadOnlyList<MessageRecord> History(string conversationKey, MessageId? before, int limit) =>
        Queries.History(conversationKey, before, limit);

    /// <inheritdoc />
    public IReadOnlyList<MessageRecord> ListParked(MessageId? after, int limit) => Queries.ListParked(after, limit);

    /// <inheritdoc />
    public async Task<MessageId?> RetryParkedAsync(MessageId id, string actor, CancellationToken cancellation)
    {
        if (Queries.FindParkedMessage(id) is not { } parked)
        {
            return null;
        }

        MessageId? result = null;
        await Writer.Run(scope => result = ParkedActions.Retry(scope, parked, id, actor)).WaitAsync(cancellation);
        return result;
    }

    /// <inheritdoc />
    public async Task<bool> DropParkedAsync(MessageId id, string actor, CancellationToken cancellation)
    {
        if (Queries.FindParkedMessage(id) is not { } parked)
        {
            return false;
        }

        var dropped = false;
        await Writer.Run(scope => dropped = ParkedActions.Drop(scope, parked, id, actor)).WaitAsync(cancellation);
        return dropped;
    }

    /// <inheritdoc />
    public IReadOnlyList<QueuedMessage> ReadDue(string queue, DateTimeOffset until, int limit) => Queries.Due(queue, until, limit);

    /// <inheritdoc />
    public DateTimeOffset? NextDue(string queue) => Queries.NextDue(queue);

    /// <inheritdoc />
    public async Task<int> MoveAsync(IReadOnlyList<QueuedMessage> messages, string queue, CancellationToken cancellation)
    {
        if (messages.Any(message => Queues.IsSend(message.Queue) != Queues.IsSend(queue)))
        {
            throw new ArgumentException("Events and sends are counted apart: neither can become the other.", nameof(queue));
        }

        var moves = new List<(QueuedMessage Message, string From)>(messages.Count);
        foreach (var message in messages)
        {
            var moved = MoveActions.Copy(message, queue);
            if (!moved.Payload.IsEmpty || Queries.LoadPayload(moved)) // read here, so that the writer need not
            {
                moves.Add((moved, message.Queue));
            }
        }

        var count = 0;
        await Writer.Run(scope => count = MoveActions.Move(scope, moves)).WaitAsync(cancellation);
        return count;
    }

    /// <inheritdoc />
    public IReadOnlyList<TraceEntry> ReadTrace(MessageId id) => Queries.Trace(id);

    /// <inheritdoc />
    public MessageId? FindSent(string providerKey) => Queries.Sent(providerKey);

    /// <inheritdoc />
    public IReadOnlyList<MessageRecord> ReadFrom(long after, int limit) => Queries.From(after, limit);

    /// <inheritdoc />
    public async Task<bool> CompleteParkedAsync(MessageId id, string reason, CancellationToken cancellation)
    {
        if (Queries.FindParkedMessage(id) is not { } parked)
        {
            return false;
        }

        var completed = false;
        await Writer.Run(scope => completed = ParkedActions.Complete(scope, parked, reason)).WaitAsync(cancellation);
        return completed;
    }

    /// <inheritdoc />
    public async Task<bool> RecallAsync(QueuedMessage message, CancellationToken cancellation)
    {
        var isKnown = false;
        await Writer.Run(scope => isKnown = scope.Recall(message)).WaitAsync(cancellation);
        return isKnown;
    }

    /// <inheritdoc />
    public byte[]? LoadPool() => State.Main.ReadMeta(PoolName);

    /// <inheritdoc />
    public Task SavePoolAsync(byte[] state, CancellationToken cancellation) =>
        Writer.Run(scope => scope.State.Main.SaveMeta(PoolName, state)).WaitAsync(cancellation);

    /// <inheritdoc />
    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) =>
        Writer.Run(scope => scope.State.Main.Audit(entry)).WaitAsync(cancellation);

    /// <inheritdoc />
    public IReadOnlyList<AuditEntry> ReadAudit(int limit) => State.Main.ReadAudit(limit);

    /// <inheritdoc />
    public string? FindAlias(string alias) => _state!.Main.FindAlias(_hasher!.Bytes(alias));

    /// <inheritdoc />
    public void SaveAlias(string alias, string contact)
    {
        var hash = _hasher!.Bytes(alias);
        _ = Writer.Run(scope => scope.State.Main.SaveAlias(hash, contact)).ContinueWith(
            static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
        {
            await writer.DisposeAsync();
        }
    }
}
