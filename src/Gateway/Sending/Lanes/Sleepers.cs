using Relevo.Contracts.Messages;
using Relevo.Gateway.Sending.Choosing;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>
/// What becomes of those who wait when very many wait: each number keeps a fair share of them in memory, in its line, and the
/// others sleep in the store, known here by name, and are called back as the line drains. So a campaign of hundreds of
/// thousands through one number holds up nobody who leaves through another. One timer for all.
/// </summary>
internal sealed class Sleepers : IDisposable
{
    /// <summary>In place of a number: whoever waits for any of them.</summary>
    public const string Anybody = "";

    private const int Fewest = 16;
    private const int Part = 4; // of the conversations in memory that all lines share
    private const int LookAgainAtOnce = 1_024; // each costs a read of the store
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SleepingLine> _lines = new(StringComparer.Ordinal);
    private readonly NumberPool _pool;
    private readonly Func<LaneQueue> _lanes;
    private readonly Func<IReadOnlyList<SendNumber>> _numbers;
    private readonly int _maxConversations;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _lookedAgain;

    /// <summary>Creates it.</summary>
    /// <param name="pool">The numbers.</param>
    /// <param name="lanes">The lanes of sends.</param>
    /// <param name="numbers">The configured numbers.</param>
    /// <param name="maxConversations">Conversations that fit into memory.</param>
    /// <param name="time">The clock.</param>
    public Sleepers(NumberPool pool, Func<LaneQueue> lanes, Func<IReadOnlyList<SendNumber>> numbers, int maxConversations, TimeProvider time)
    {
        (_pool, _lanes, _numbers, _maxConversations, _time) = (pool, lanes, numbers, maxConversations, time);
        _lookedAgain = time.GetTimestamp();
        _timer = time.CreateTimer(_ => CallBack(), null, Interval, Interval);
    }

    private int Share => Math.Max(Fewest, _maxConversations / Part / Math.Max(1, _numbers().Count));

    /// <summary>So many conversations are in memory that who waits for long should not be.</summary>
    public bool IsCrowded(QueuedMessage message) => _lanes().IsCrowded(message.Priority);

    /// <summary>Whether a send has to sleep before it may stand in the line of a number: when the line has its share of a crowd, and when others sleep before it.</summary>
    public bool MustSleep(QueuedMessage message, string number)
    {
        if (message.IsCalledBack)
        {
            return false;
        }

        lock (_gate)
        {
            if (_lines.TryGetValue(number, out var line) && line.IsBefore(IsUrgent(message)))
            {
                return true;
            }
        }

        return IsCrowded(message) && _pool.Waiting(number) >= Share;
    }

    /// <summary>A conversation goes to sleep until a number has room for it.</summary>
    public void Add(QueuedMessage message, string number)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(number, out var line))
            {
                _lines[number] = line = new SleepingLine { IsOpen = IsOpen(number) };
            }

            line.Add(message.Conversation, IsUrgent(message));
        }
    }

    /// <summary>The settings changed: everybody chooses again, a share at a time.</summary>
    public void LookAgain()
    {
        lock (_gate)
        {
            _lookedAgain = _time.GetTimestamp();
            foreach (var line in _lines.Values)
            {
                line.ToLookAgain = line.Count;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private static bool IsUrgent(QueuedMessage message) => message.Priority <= Priority.High;

    private bool IsOpen(string number) => number.Length > 0 ? _pool.Takes(number, isOpenConversation: true) : _numbers().Any(each => _pool.Takes(each.Name, isOpenConversation: false));

    private void CallBack()
    {
        List<ulong> called = [];
        lock (_gate)
        {
            if (_lines.Count == 0)
            {
                return;
            }

            if (_time.GetElapsedTime(_lookedAgain) > LookAgainAfter)
            {
                LookAgain(); // whatever was missed
            }

            var share = Share;
            foreach (var (number, line) in _lines)
            {
                Take_NeedsGate(number, line, share, called);
            }
        }

        var lanes = _lanes();
        foreach (var conversation in called)
        {
            lanes.Resume(conversation); // one that has gone or was woken meanwhile does not mind
        }
    }

    private void Take_NeedsGate(string number, SleepingLine line, int share, List<ulong> called)
    {
        var isOpen = IsOpen(number);
        if (line.IsOpen && !isOpen)
        {
            line.ToLookAgain = line.Count; // some may move to another number
        }

        line.IsOpen = isOpen;
        var room = isOpen ? share - _pool.Waiting(number) - line.OnTheirWay : 0;
        var wanted = Math.Max(room, Math.Min(line.ToLookAgain, LookAgainAtOnce));
        line.OnTheirWay = 0;
        while (wanted-- > 0 && line.TryTake(out var conversation))
        {
            called.Add(conversation);
            line.OnTheirWay++;
        }

        line.ToLookAgain = Math.Max(0, line.ToLookAgain - line.OnTheirWay);
        _pool.WaitElsewhere(number, line.Count);
        if (line.Count == 0 && line.OnTheirWay == 0)
        {
            _lines.Remove(number);
        }
    }
}
