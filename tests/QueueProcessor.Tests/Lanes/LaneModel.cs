using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>
/// Drives a book and its reader on one thread through a random history, other things happening in the middle of the
/// reader's steps, and holds every message to the promise: in its conversation's order, once, none left behind. In a
/// queue of mixed priorities there are late messages too: some in lanes of their own, in order, and some among others.
/// </summary>
internal sealed class LaneModel
{
    private const string Queue = "app:test";
    private const int FirstDisorderly = 200; // conversations in which late messages come among others, in no order
    private const int FirstLate = 1000; // conversations of late messages only
    private static readonly DateTimeOffset Begin = new ManualTime().GetUtcNow();
    private readonly Random _random;
    private readonly bool _isMixed;
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store = new() { AppliesAtOnce = false };
    private readonly Queue<QueuedMessage> _unannounced = new();
    private readonly List<QueuedMessage> _inWork = [];
    private readonly Dictionary<ulong, List<long>> _order = [];
    private readonly Dictionary<ulong, int> _done = [];
    private readonly HashSet<long> _finished = [];
    private readonly HashSet<ulong> _aside = [];
    private readonly LaneOptions _options;
    private readonly int _conversations;
    private LaneBook _book = null!;
    private BacklogReader _reader = null!;
    private bool _isNested;
    private bool _storeFails;
    private bool _isDraining;

    public LaneModel(int seed, bool isMixed)
    {
        _random = new Random(seed);
        _isMixed = isMixed;
        _conversations = _random.Next(1, 9);
        _options = new LaneOptions
        {
            MaxMessages = _random.Next(1, 12),
            MaxPerConversation = _random.Next(1, 5),
            MaxConversations = _random.Next(1, 10),
            ReadRows = _random.Next(1, 9),
            MaxBytes = _random.Next(3) == 0 ? _random.Next(1, 40) : 1 << 20,
        };
        _store.OnRead = Interrupt;
        Restart();
    }

    public int MostLoaded { get; private set; }

    public int Handled => _finished.Count;

    /// <summary>Loaded beyond the window: one fetch or one message on its way in, and one message of each class of its own.</summary>
    private int Slack => _options.MaxPerConversation + 3;

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Act(_random.Next(_isMixed ? 26 : 20));
            Check();
        }

        Drain();
    }

    private void Act(int choice)
    {
        switch (choice)
        {
            case < 5: Commit(); break;
            case < 8: Announce(); break;
            case < 11: Take(); break;
            case < 15: Finish(_random.Next(10)); break;
            case < 18: Step(); break;
            case 18: Pass(); break;
            case 19: Rare(_random.Next(12)); break;
            case < 22: Schedule(); break;
            case < 24: Move(int.MaxValue); break;
            default: Resume(); break;
        }
    }

    private void Rare(int choice)
    {
        switch (choice)
        {
            case 0: StopAndStart(); break;
            case 1: Die(); break;
            case 2: _storeFails = !_isNested; break;
            case 3: _time.JumpWallClock(TimeSpan.FromSeconds(_random.Next(-5, 5))); break;
            case 4: _store.ApplySettlements(); break;
            default: _storeFails = false; break;
        }
    }

    private void Commit()
    {
        var conversation = _random.Next(_conversations);
        conversation += _isMixed && _random.Next(6) == 0 ? FirstDisorderly : 0;
        var messages = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => New(_random.Next(3) == 0 ? _random.Next(_conversations) : conversation)).ToArray();
        _store.Store(messages);
        foreach (var message in messages)
        {
            _unannounced.Enqueue(message);
            OrderOf(message.Conversation).Add(message.Position);
        }
    }

    private List<long> OrderOf(ulong conversation) => _order.TryGetValue(conversation, out var order) ? order : _order[conversation] = [];

    private void Schedule()
    {
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var seconds = _random.Next(1, 20);
            var message = New(_random.Next(4) == 0 ? FirstDisorderly + _random.Next(_conversations) : FirstLate + (seconds * 3) + _random.Next(3), Queues.Scheduled);
            message.Due = Begin.AddSeconds(seconds); // a lane of its own has one due time
            _store.Store(message);
        }
    }

    // What was committed before is announced before, and a move is seen by readers only once it is announced.
    private void Move(int limit)
    {
        var due = _store.ReadDue(Queues.Scheduled, _time.GetUtcNow(), limit);
        while (_unannounced.TryDequeue(out var message))
        {
            _book.Admit(message);
        }

        due = [.. due.Take(_book.Room)];
        foreach (var message in due)
        {
            OrderOf(message.Conversation).Add(message.Position);
        }

        Assert.Equal(due.Count, _store.MoveAsync(due, Queue, CancellationToken.None).GetAwaiter().GetResult());
    }

    private void Resume()
    {
        if (_aside.Count > 0)
        {
            var conversation = _aside.ElementAt(_random.Next(_aside.Count));
            _aside.Remove(conversation);
            Assert.True(_book.Resume(conversation));
        }

        var other = (ulong)_random.Next(1, 300);
        Assert.True(_aside.Contains(other) || _inWork.Any(message => message.Conversation == other) || !_book.Resume(other));
    }

    private QueuedMessage New(int conversation, string queue = Queue)
    {
        var priority = (Priority)(_isMixed ? _random.Next(5) : conversation % 5);
        var message = MemoryStore.Message(queue, (conversation + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), priority, $"n{conversation % 3}", new string('x', _random.Next(1, 9)));
        if (_random.Next(40) == 0)
        {
            message.Due = _time.GetUtcNow() + TimeSpan.FromSeconds(_random.Next(1, 4));
        }

        return message;
    }

    private void Announce()
    {
        for (var i = _random.Next(1, 4); i > 0 && _unannounced.TryDequeue(out var message); i--)
        {
            _book.Admit(message);
        }
    }

    private void Take()
    {
        if (_book.ReadyCount == 0)
        {
            Assert.False(_book.TryTake(out _));
            return;
        }

        Assert.True(_book.TryTake(out var message), "ReadyCount promised work");
        Assert.False(message.Payload.IsEmpty, $"{message.Position} has no payload");
        Assert.DoesNotContain(_inWork, other => other.Conversation == message.Conversation);
        Assert.DoesNotContain(message.Conversation, _aside);
        Assert.DoesNotContain(message.Position, _finished);
        if (message.Conversation is <= FirstDisorderly or > FirstLate)
        {
            Assert.Equal(_order[message.Conversation][_done.GetValueOrDefault(message.Conversation)], message.Position);
        }

        _inWork.Add(message);
    }

    private void Finish(int choice)
    {
        if (_inWork.Count == 0)
        {
            return;
        }

        var message = _inWork[_random.Next(_inWork.Count)];
        _inWork.Remove(message);
        if (_isMixed && choice > 7 && !_isDraining)
        {
            SetAside(message);
            return;
        }

        var outcome = choice switch
        {
            < 2 => new LaneOutcome(LaneOutcomeKind.Retry, _time.GetUtcNow() + TimeSpan.FromSeconds(_random.Next(-1, 4))),
            2 => LaneOutcome.Hold,
            3 => new LaneOutcome(LaneOutcomeKind.Park, default, "no"),
            4 => new LaneOutcome(LaneOutcomeKind.Expire, default, "late"),
            _ => LaneOutcome.Complete,
        };
        if (outcome.Kind == LaneOutcomeKind.Retry)
        {
            (message.Due, message.Deaths) = (outcome.Due, 0);
            _store.Settle(new Settlement(SettlementKind.Retry, message));
        }
        else if (outcome.Kind != LaneOutcomeKind.Hold)
        {
            _store.Settle(new Settlement(outcome.Kind switch { LaneOutcomeKind.Park => SettlementKind.Park, LaneOutcomeKind.Expire => SettlementKind.Expire, _ => SettlementKind.Complete }, message));
            _done[message.Conversation] = _done.GetValueOrDefault(message.Conversation) + 1;
            _finished.Add(message.Position);
        }

        _book.Finish(message, outcome);
        if (_random.Next(3) == 0)
        {
            _store.ApplySettlements();
        }
    }

    private void SetAside(QueuedMessage message)
    {
        if (_random.Next(4) == 0)
        {
            Assert.True(_book.Resume(message.Conversation)); // before the worker has come back
        }
        else
        {
            _aside.Add(message.Conversation);
        }

        _book.Finish(message, _random.Next(2) == 0 ? LaneOutcome.Aside : LaneOutcome.Asleep);
    }

    private void Step()
    {
        if (_isNested)
        {
            return;
        }

        try
        {
            _book.Resume(_time.GetUtcNow());
            _reader.Step(CancellationToken.None);
        }
        catch (StoreException)
        {
            Assert.True(_storeFails);
        }
    }

    // What other threads do while the reader waits for the store.
    private void Interrupt(string read)
    {
        if (_isNested || _isDraining || read == nameof(IMessageStore.ReadDue))
        {
            return;
        }

        _isNested = true;
        for (var i = _random.Next(3); i > 0; i--)
        {
            Act(_isMixed && _random.Next(8) == 0 ? _random.Next(20, 26) : _random.Next(15));
        }

        _isNested = false;
        if (_storeFails && read != nameof(IMessageStore.Tail) && _random.Next(3) == 0)
        {
            throw new StoreException("no");
        }
    }

    private void Pass()
    {
        if (!_isNested)
        {
            _time.Advance(TimeSpan.FromSeconds(_random.Next(3)));
            if (_random.Next(3) == 0)
            {
                _book.AllowSuspects(aloneToo: true);
            }
        }
    }

    private void StopAndStart()
    {
        if (!_isNested)
        {
            _store.ApplySettlements();
            Restart();
        }
    }

    private void Die()
    {
        if (_isNested)
        {
            return;
        }

        var inWork = _inWork.Select(message => message.Position).ToList();
        _store.Crash();
        _ = _store.AddDeathsAsync(inWork, CancellationToken.None);
        Restart();
        foreach (var conversation in _order.Keys)
        {
            // What was not durable is done once more, in its order.
            _done[conversation] = _store.Rows.Count(row => row.Message.Conversation == conversation && row.State != MessageState.Waiting);
        }

        _finished.Clear();
        _finished.UnionWith(_store.Rows.Where(row => row.State != MessageState.Waiting).Select(row => row.Message.Position));
    }

    private void Restart()
    {
        _inWork.Clear();
        _unannounced.Clear();
        _aside.Clear();
        var nested = _isNested;
        _isNested = true;
        _book = new LaneBook(_options, _store.Tail, _time, _isMixed);
        _isNested = nested;
        _store.Subscribe(messages =>
        {
            foreach (var message in messages)
            {
                _book.Admit(message);
            }
        });
        _reader = new BacklogReader(Queue, _store, _book, _time);
        if (_random.Next(2) == 0)
        {
            _book.AllowSuspects(aloneToo: true);
        }
    }

    private void Check()
    {
        MostLoaded = Math.Max(MostLoaded, _book.Window.Messages);
        Assert.InRange(_book.Window.Messages, 0, _options.MaxMessages + Slack);
        Assert.InRange(_book.Conversations, 0, _options.MaxConversations + 1);
    }

    private void Drain()
    {
        (_storeFails, _isDraining) = (false, true);
        _book.AllowSuspects(aloneToo: true);
        var total = _store.Rows.Count;
        for (var rounds = 0; _finished.Count < total; rounds++)
        {
            Assert.True(rounds < 20_000, $"{total - _finished.Count} of {total} never come: ready {_book.ReadyCount}, reading {_book.NeedsReading}");
            Announce();
            Move(3);
            Resume();
            Take();
            Finish(9);
            Step();
            Check();
            if (_book.ReadyCount == 0 && !_book.NeedsReading && _inWork.Count == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        _store.ApplySettlements();
        Assert.Equal(0, _book.Window.Messages);
        Assert.Equal(0, _book.Window.Bytes);
        Assert.Equal(0, _book.Conversations);
        Assert.Equal(0, _book.Asleep);
        Assert.Equal(0, _store.WaitingCount);
        Assert.All(_store.Rows, row => Assert.Equal(1, row.Ends));
    }
}
