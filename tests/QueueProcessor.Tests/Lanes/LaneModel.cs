using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>
/// Drives a book and its reader on one thread through a random history, other things happening in the middle of the
/// reader's steps, and holds every message to the promise: in its conversation's order, once, none left behind.
/// </summary>
internal sealed class LaneModel
{
    private const string Queue = "app:test";
    private readonly Random _random;
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store = new() { AppliesAtOnce = false };
    private readonly Queue<QueuedMessage> _unannounced = new();
    private readonly List<QueuedMessage> _inWork = [];
    private readonly Dictionary<ulong, List<long>> _order = [];
    private readonly Dictionary<ulong, int> _done = [];
    private readonly LaneOptions _options;
    private readonly int _conversations;
    private LaneBook _book = null!;
    private BacklogReader _reader = null!;
    private bool _isNested;
    private bool _storeFails;
    private bool _isDraining;

    public LaneModel(int seed)
    {
        _random = new Random(seed);
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

    public int Handled => _done.Values.Sum();

    /// <summary>Loaded beyond the window: one fetch or one message on its way in, and one message of each class of its own.</summary>
    private int Slack => _options.MaxPerConversation + 3;

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Act(_random.Next(20));
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
            default: Rare(_random.Next(12)); break;
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
        var messages = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => New(_random.Next(3) == 0 ? _random.Next(_conversations) : conversation)).ToArray();
        _store.Store(messages);
        foreach (var message in messages)
        {
            _unannounced.Enqueue(message);
            (_order.TryGetValue(message.Conversation, out var order) ? order : _order[message.Conversation] = []).Add(message.Position);
        }
    }

    private QueuedMessage New(int conversation)
    {
        var message = MemoryStore.Message(Queue, (conversation + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), (Priority)(conversation % 5), $"n{conversation % 3}", new string('x', _random.Next(1, 9)));
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
        Assert.Equal(_order[message.Conversation][_done.GetValueOrDefault(message.Conversation)], message.Position);
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
        }

        _book.Finish(message, outcome);
        if (_random.Next(3) == 0)
        {
            _store.ApplySettlements();
        }
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
        if (_isNested || _isDraining)
        {
            return;
        }

        _isNested = true;
        for (var i = _random.Next(3); i > 0; i--)
        {
            Act(_random.Next(15));
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
                _book.AllowSuspects();
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
    }

    private void Restart()
    {
        _inWork.Clear();
        _unannounced.Clear();
        var nested = _isNested;
        _isNested = true;
        _book = new LaneBook(_options, _store.Tail, _time);
        _isNested = nested;
        _reader = new BacklogReader(Queue, _store, _book, _time);
        if (_random.Next(2) == 0)
        {
            _book.AllowSuspects();
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
        _book.AllowSuspects();
        var total = _order.Values.Sum(order => order.Count);
        for (var rounds = 0; _done.Values.Sum() < total; rounds++)
        {
            Assert.True(rounds < 20_000, $"{total - _done.Values.Sum()} of {total} never come: ready {_book.ReadyCount}, reading {_book.NeedsReading}");
            Announce();
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
        Assert.Equal(0, _store.WaitingCount);
        Assert.All(_store.Rows, row => Assert.Equal(1, row.Ends));
    }
}
