using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Tests.Shared;

/// <summary>
/// A store in memory that keeps its port's promises: positions in commit order, reads that see every commit reported
/// before, ends of work that become visible later, when the test or <see cref="AppliesAtOnce"/> says so.
/// </summary>
internal sealed class MemoryStore : IMessageStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, MemoryRow> _rows = [];
    private readonly Lock _moving = new(); // held until what was moved is announced: no read of sends comes between
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueuedMessage> _once = new(StringComparer.Ordinal);
    private readonly List<TraceEntry> _traces = [];
    private readonly HashSet<(MessageId, DateTimeOffset, TraceKind, string)> _traced = [];
    private readonly List<(SettlementKind Kind, MemoryRow Row, DateTimeOffset Due, int Attempts, int Deaths, long TroubleMs, string? Reason, string? Answer, TraceEntry? Trace)> _pending = [];
    private Action<IReadOnlyList<QueuedMessage>> _committed = static _ => { };
    private long _tail;

    /// <summary>Runs before every read, outside the store's lock; may commit, or throw what the read shall throw.</summary>
    public Action<string> OnRead { get; set; } = static _ => { };

    /// <summary>Runs before every flush.</summary>
    public Action OnFlush { get; set; } = static () => { };

    /// <summary>What an append leads to instead of storing.</summary>
    public Func<AppendResult?> OnAppend { get; set; } = static () => null;

    public bool AppliesAtOnce { get; set; } = true;

    /// <summary>Unsaved ends of work beyond which <see cref="Settle"/> says no.</summary>
    public int MaxPending { get; set; } = int.MaxValue;

    public string? Refusal { get; set; }

    /// <summary>The time by which a record is waiting or delayed.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Everything that was traced, in order.</summary>
    public IReadOnlyList<TraceEntry> Traces
    {
        get
        {
            lock (_gate)
            {
                return [.. _traces];
            }
        }
    }

    public int Reads { get; private set; }

    public int Flushes { get; private set; }

    public long Tail
    {
        get
        {
            OnRead(nameof(Tail));
            lock (_gate)
            {
                return _tail;
            }
        }
    }

    public IReadOnlyList<MemoryRow> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Values];
            }
        }
    }

    public int WaitingCount => Rows.Count(row => row.State == MessageState.Waiting);

    public static QueuedMessage Message(string queue, string lane, Priority priority = Priority.Normal, string number = "main", string payload = "x") => new()
    {
        Queue = queue,
        Number = number,
        Priority = priority,
        LaneKey = lane,
        ReceivedUtc = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        Payload = (byte[])[(byte)PayloadFormat.Plain, .. System.Text.Encoding.UTF8.GetBytes(payload)],
    };

    public static ulong Hash(string lane) => ulong.TryParse(lane, out var number) ? number : (ulong)(uint)string.GetHashCode(lane, StringComparison.Ordinal);

    /// <summary>Commits and announces.</summary>
    public void Commit(params QueuedMessage[] messages)
    {
        Store(messages);
        Announce(messages);
    }

    /// <summary>Commits; the writer has not told anybody yet.</summary>
    public void Store(params QueuedMessage[] messages)
    {
        lock (_gate)
        {
            foreach (var message in messages)
            {
                message.Position = ++_tail;
                message.Id = new MessageId(message.ReceivedUtc.ToUnixTimeMilliseconds(), 1, message.Position);
                message.Conversation = Hash(message.LaneKey);
                _rows.Add(message.Position, new MemoryRow(message));
            }
        }
    }

    public void Announce(params QueuedMessage[] messages) => _committed(messages);

    /// <summary>Removes a message as retention or damage would.</summary>
    public void Lose(long position)
    {
        lock (_gate)
        {
            _rows[position].IsLost = true;
        }
    }

    /// <summary>Makes the ends of work durable.</summary>
    public void ApplySettlements()
    {
        lock (_gate)
        {
            foreach (var (kind, row, due, attempts, deaths, trouble, reason, answer, trace) in _pending)
            {
                Trace_NeedsGate(trace);
                row.Apply(kind, due, attempts, deaths, trouble, reason, answer);
            }

            _pending.Clear();
        }
    }

    /// <summary>Forgets what was not durable, as a death would.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            _pending.Clear();
        }

        _committed = static _ => { };
    }

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    public void Subscribe(Action<IReadOnlyList<QueuedMessage>> committed) => _committed = committed;

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<QueuedMessage> messages) => AppendAsync(messages, []);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<QueuedMessage> messages, IReadOnlyList<TraceEntry> traces)
    {
        if (OnAppend() is { } refused)
        {
            return ValueTask.FromResult(refused);
        }

        QueuedMessage[] fresh;
        lock (_gate)
        {
            foreach (var message in messages)
            {
                message.IsDuplicate = IsRepeated_NeedsGate(message) || (message.DedupeKey is { } key && !_keys.Add(key));
                if (!message.IsDuplicate)
                {
                    Store(message);
                    Remember_NeedsGate(message);
                }
            }

            foreach (var trace in traces)
            {
                Trace_NeedsGate(trace);
            }

            fresh = [.. messages.Where(message => !message.IsDuplicate)];
        }

        Announce(fresh);
        return ValueTask.FromResult(new AppendResult(AppendStatus.Stored, fresh.Length, messages.Count - fresh.Length, null));
    }

    public bool Settle(in Settlement settlement)
    {
        var message = settlement.Message;
        lock (_gate)
        {
            _pending.Add((settlement.Kind, _rows[message.Position], message.Due, message.Attempts, message.Deaths, message.TroubleMs, settlement.Reason, settlement.Answer, settlement.Trace));
        }

        if (AppliesAtOnce)
        {
            ApplySettlements();
        }

        lock (_gate)
        {
            return _pending.Count < MaxPending;
        }
    }

    public Task FlushAsync(CancellationToken cancellation)
    {
        Flushes++;
        OnFlush();
        ApplySettlements();
        return Task.CompletedTask;
    }

    public Task ProbeAsync(CancellationToken cancellation) => Task.CompletedTask;

    public IReadOnlyList<QueuedMessage> ReadBacklog(string queue, Priority priority, long after, int limit) =>
        ReadAnnounced(nameof(ReadBacklog), row => row.Message.Queue == queue && row.Message.Priority == priority && row.Message.Position > after, limit);

    public IReadOnlyList<QueuedMessage> ReadConversation(string queue, ulong conversation, long from, long to, int limit) =>
        ReadAnnounced(nameof(ReadConversation), row => row.Message.Queue == queue && row.Message.Conversation == conversation && row.Message.Position >= from && row.Message.Position <= to, limit);

    public bool LoadPayload(QueuedMessage message)
    {
        OnRead(nameof(LoadPayload));
        lock (_gate)
        {
            var row = _rows[message.Position];
            message.Payload = row.IsLost ? default : row.Message.Payload;
            return !row.IsLost;
        }
    }

    public Task AddDeathsAsync(IReadOnlyCollection<long> positions, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var position in positions)
            {
                _rows[position].Deaths++;
            }
        }

        return Task.CompletedTask;
    }

    public IReadOnlyList<string> WaitingQueues() =>
        [.. Rows.Where(row => row.State == MessageState.Waiting).Select(row => row.Message.Queue).Distinct(StringComparer.Ordinal)];

    public StoreCounts Count(bool sends) => throw new NotSupportedException();

    public MessageRecord? Find(MessageId id) => Rows.FirstOrDefault(row => row.Message.Id == id)?.Record(Now);

    public IReadOnlyList<MessageRecord> History(string conversationKey, MessageId? before, int limit) => throw new NotSupportedException();

    public IReadOnlyList<MessageRecord> ListParked(MessageId? after, int limit) => throw new NotSupportedException();

    public Task<MessageId?> RetryParkedAsync(MessageId id, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> DropParkedAsync(MessageId id, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public IReadOnlyList<QueuedMessage> ReadDue(string queue, DateTimeOffset until, int limit) =>
        [.. Read(nameof(ReadDue), row => row.Message.Queue == queue && row.Due != default && row.Due <= until, int.MaxValue).OrderBy(message => message.Due).ThenBy(message => message.Position).Take(limit)];

    public DateTimeOffset? NextDue(string queue) =>
        Rows.Where(row => row.State == MessageState.Waiting && row.Message.Queue == queue && row.Due != default).Min(row => (DateTimeOffset?)row.Due);

    public Task<int> MoveAsync(IReadOnlyList<QueuedMessage> messages, string queue, CancellationToken cancellation)
    {
        lock (_moving)
        {
            QueuedMessage[] moved;
            lock (_gate)
            {
                moved = [.. messages.Where(message => _rows.TryGetValue(message.Position, out var row) && row.State == MessageState.Waiting && row.Message.Queue == message.Queue)
                    .Select(message => _rows[message.Position].Move(queue))];
            }

            Announce(moved);
            return Task.FromResult(moved.Length);
        }
    }

    public IReadOnlyList<TraceEntry> ReadTrace(MessageId id) => [.. Traces.Where(trace => trace.Message == id)];

    public MessageId? FindSent(string providerKey)
    {
        var found = Traces.LastOrDefault(trace => trace.ProviderKey == providerKey)?.Message;
        OnRead(nameof(FindSent));
        return found;
    }

    public IReadOnlyList<MessageRecord> ReadFrom(long after, int limit) =>
        [.. Rows.Where(row => row.Message.Position > after).Take(limit).Select(row => row.Record(Now))];

    public Task<bool> CompleteParkedAsync(MessageId id, string reason, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(id.Position, out var row) || row.Message.Id != id || row.State != MessageState.Parked)
            {
                return Task.FromResult(false);
            }

            row.CompleteParked(reason);
            return Task.FromResult(true);
        }
    }

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) => throw new NotSupportedException();

    public IReadOnlyList<AuditEntry> ReadAudit(int limit) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<bool> RecallAsync(QueuedMessage message, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult(message.IsDuplicate = IsRepeated_NeedsGate(message));
        }
    }

    private bool IsRepeated_NeedsGate(QueuedMessage message)
    {
        message.IsOnceConflict = false;
        if (message.OnceKey is null || !_once.TryGetValue(message.OnceKey, out var first) || message.ReceivedUtc - first.ReceivedUtc >= TimeSpan.FromHours(24))
        {
            return false;
        }

        message.Id = first.Id;
        message.IsOnceConflict = first.OnceBody != message.OnceBody;
        return true;
    }

    private void Remember_NeedsGate(QueuedMessage message)
    {
        if (message.OnceKey is { } key)
        {
            _once[key] = message;
        }
    }

    private void Trace_NeedsGate(TraceEntry? trace)
    {
        if (trace is not null && _traced.Add((trace.Message, trace.AtUtc, trace.Kind, trace.Number)))
        {
            _traces.Add(trace);
        }
    }

    private List<QueuedMessage> ReadAnnounced(string name, Func<MemoryRow, bool> isWanted, int limit)
    {
        OnRead(name);
        lock (_moving)
        {
            return Waiting(isWanted, limit);
        }
    }

    private List<QueuedMessage> Read(string name, Func<MemoryRow, bool> isWanted, int limit)
    {
        OnRead(name);
        return Waiting(isWanted, limit);
    }

    private List<QueuedMessage> Waiting(Func<MemoryRow, bool> isWanted, int limit)
    {
        lock (_gate)
        {
            Reads++;
            return [.. _rows.Values.Where(row => row.State == MessageState.Waiting && isWanted(row)).Take(limit).Select(row => row.Copy())];
        }
    }
}
