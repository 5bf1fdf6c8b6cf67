using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers.Lines;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>
/// The numbers that can send: which one takes a new contact, how fast each may send, how healthy each is. Safe from any
/// thread; nothing here waits. Callbacks are called outside its lock, and one that throws is logged and ends nothing.
/// </summary>
public sealed class NumberPool : IAsyncDisposable, IDisposable
{
    internal const int MaxWeight = 1_000;

    private readonly CancellationTokenSource _stopping = new();
    private readonly IPoolStore _store;
    private readonly PoolCore _core;
    private readonly SendPacer _pacer;
    private readonly NumberJudge _judge;
    private readonly NumberProber _prober;
    private readonly NewsDesk _news;
    private readonly PoolRoster _roster;
    private readonly PoolHands _hands;
    private readonly PoolTimers _timers;

    /// <summary>Creates an empty pool.</summary>
    /// <param name="options">How it decides.</param>
    /// <param name="store">Where its state outlives the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meters">For what it measures.</param>
    /// <param name="logger">For what people should know.</param>
    public NumberPool(LoadBalancerOptions options, IPoolStore store, TimeProvider time, IMeterFactory meters, ILogger<NumberPool> logger)
        : this(options, store, time, meters, logger, Random.Shared.NextDouble)
    {
    }

    internal NumberPool(LoadBalancerOptions options, IPoolStore store, TimeProvider time, IMeterFactory meters, ILogger<NumberPool> logger, Func<double> draw)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(meters);
        _store = store;
        _core = new PoolCore(options, store, time, logger);
        _pacer = new SendPacer(_core, draw);
        _judge = new NumberJudge(_core, _pacer, draw);
        _prober = new NumberProber(_core, _judge, time, draw, _stopping.Token);
        _news = new NewsDesk(_core, _judge);
        _roster = new PoolRoster(_core, _pacer, _judge);
        _hands = new PoolHands(_core, _roster, _judge);
        _ = new PoolMetrics(meters, _core);
        _timers = new PoolTimers(_core, _pacer, new PoolWatch(_core, _pacer, _judge, _prober), time);
    }

    /// <summary>Told what people should know. Called outside the pool's lock, on whatever thread found it out.</summary>
    public event Action<PoolNotice>? Noticed
    {
        add => _core.Announcer.Noticed += value;
        remove => _core.Announcer.Noticed -= value;
    }

    /// <summary>
    /// Told what became of a ticket that waited: once for each entry, never when the ticket has left. It may be told before
    /// <see cref="TryEnter"/> has returned to its caller.
    /// </summary>
    public Action<SendTicket, TicketFate>? Fate
    {
        get => _core.Announcer.Fate;
        set => _core.Announcer.Fate = value;
    }

    /// <summary>Told of a number that is tried again after it was left out or down: who waits for it may go on.</summary>
    public Action<string>? Tried
    {
        get => _core.Announcer.Tried;
        set => _core.Announcer.Tried = value;
    }

    /// <summary>Asks a provider whether a number can send, before one that was down comes back; null tries it without asking.</summary>
    public Func<string, CancellationToken, Task<bool>>? Probe
    {
        get => _prober.Probe;
        set => _prober.Probe = value;
    }

    /// <summary>Settings in force. Others take effect at once, and replace all of them: set a new object, do not change this one.</summary>
    public LoadBalancerOptions Options
    {
        get => _core.Options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_roster.Changes)
            {
                _core.Options = value;
                _roster.Arrange();
                _roster.ShowAll();
            }
        }
    }

    /// <summary>Factor on the rate of every number, above 0 and at most 1. Default 1. Takes effect at once.</summary>
    public double RateFactor
    {
        get => _core.RateFactor;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            _core.RateFactor = value;
            _roster.ShowAll();
        }
    }

    /// <summary>Reads the saved state; before the first <see cref="Configure"/>. Throws what the store throws.</summary>
    public void Load() => _roster.Load(_store.LoadPool());

    /// <summary>
    /// Takes these numbers, at start and at every change of settings. What is known of a number's name is kept; tickets that
    /// wait for a number that is gone are released. Throws <see cref="ArgumentException"/> for a name that occurs twice.
    /// </summary>
    public void Configure(IReadOnlyList<NumberDefinition> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        _roster.Configure(numbers);
    }

    /// <summary>
    /// Finds a number for a new contact. Costs the same with 5 numbers and with 500, and allocates nothing. Call
    /// <see cref="Touch"/> when the contact is given to it.
    /// </summary>
    /// <param name="contact">A hash of the contact, always the same for the same contact.</param>
    /// <param name="except">Names of numbers that will not do; null for none.</param>
    public Placement Place(ulong contact, IReadOnlyCollection<string>? except = null)
    {
        if (_core.Board.Place(contact, except, out var isExceeded) is not { } name)
        {
            return new Placement(null, PlacementBoard.Why(_core.Numbers, except));
        }

        if (isExceeded)
        {
            _roster.TellExceeded(name);
        }

        return new Placement(name, PlacementProblem.None);
    }

    /// <summary>Whether a number can be used; <see cref="NumberStanding.Inactive"/> for a name that is not known.</summary>
    public NumberStanding StandingOf(string number) => _core.Find(number)?.Standing ?? NumberStanding.Inactive;

    /// <summary>Whether a contact that is the number's own may still be served by it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isOpenConversation">True when the contact wrote to it within its window: then a number that is drained still answers.</param>
    public bool Takes(string number, bool isOpenConversation) => StandingOf(number) switch
    {
        NumberStanding.Usable => true,
        NumberStanding.Draining => isOpenConversation,
        _ => false,
    };

    /// <summary>Tickets that wait in a number's line.</summary>
    public int Waiting(string number) => _core.Find(number)?.Line.Count ?? 0;

    /// <summary>Tells how many wait for a number elsewhere, until its line has room for them.</summary>
    public void WaitElsewhere(string number, int count)
    {
        if (_core.Find(number) is { } found)
        {
            found.WaitingElsewhere = count;
        }
    }

    /// <summary>True when its provider told it to rest for more than half a minute from now: too long for a contact that may move.</summary>
    public bool RestsLong(string number) => _core.Find(number)?.RestsLong(_core.Clock.Now) ?? false;

    /// <summary>A number as operators see it, or null for a name that is not known.</summary>
    public NumberStatus? Find(string name)
    {
        using var entered = _core.Enter();
        return _core.Find(name) is { } number ? StatusReader.Read_NeedsGate(_core, number, AllContacts_NeedsGate()) : null;
    }

    /// <summary>All numbers as operators see them, in the order of the settings.</summary>
    public IReadOnlyList<NumberStatus> List()
    {
        using var entered = _core.Enter();
        var all = AllContacts_NeedsGate();
        return [.. _core.Numbers.Select(number => StatusReader.Read_NeedsGate(_core, number, all))];
    }

    /// <summary>A contact is active on a number now: it was placed there, was written to or wrote.</summary>
    public void Touch(string number, ulong contact)
    {
        using var entered = _core.Enter();
        _core.Find(number)?.Touch(contact, _core.Clock.Now);
    }

    /// <summary>Takes no new conversations to a number; open ones go on.</summary>
    public Task<HandOutcome> DrainAsync(string name, CancellationToken cancellation) => _hands.DrainAsync(name, cancellation);

    /// <summary>Drains a number for somebody who takes it back later. Nothing happens when it is drained already.</summary>
    public Task<HandOutcome> IsolateAsync(string name, object by, CancellationToken cancellation) => _hands.IsolateAsync(name, by, cancellation);

    /// <summary>Takes back what <see cref="IsolateAsync"/> did for the same. Nothing happens when somebody else has set something since.</summary>
    public Task<HandOutcome> ReadmitAsync(string name, object by, CancellationToken cancellation) => _hands.ReadmitAsync(name, by, cancellation);

    /// <summary>Takes draining and activation back, and tries a number again that was left out or down.</summary>
    public Task<HandOutcome> ResumeAsync(string name, CancellationToken cancellation) => _hands.ResumeAsync(name, cancellation);

    /// <summary>Gives a number a weight, 0 to 1,000; null gives it back the one of the settings.</summary>
    public Task<HandOutcome> WeightAsync(string name, int? weight, CancellationToken cancellation) => _hands.WeightAsync(name, weight, cancellation);

    /// <summary>Makes a backup a primary until it is resumed.</summary>
    public Task<HandOutcome> ActivateAsync(string name, CancellationToken cancellation) => _hands.ActivateAsync(name, cancellation);

    /// <summary>Makes all backups primaries, or backups again.</summary>
    public Task<HandOutcome> ActivateBackupsAsync(bool on, CancellationToken cancellation) => _hands.ActivateBackupsAsync(on, cancellation);

    /// <summary>
    /// Asks for the right to call. True: it is the ticket's, until <see cref="CallEnded"/> or <see cref="Leave"/>. False: it
    /// waits, and <see cref="Fate"/> tells what became of it; at once when the number cannot serve it. Throws
    /// <see cref="InvalidOperationException"/> for a ticket that waits, holds a grant or calls already.
    /// </summary>
    public bool TryEnter(string number, SendTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        using (_core.Enter())
        {
            if (_core.IsStopped)
            {
                return false;
            }

            if (_core.Find(number) is { } found)
            {
                return _pacer.Enter_NeedsGate(found, ticket, _core.Clock.Now);
            }

            ticket.Entry++;
            ticket.Number = number;
            _core.Announcer.Fate_NeedsGate(ticket, TicketFate.Released);
            return false;
        }
    }

    /// <summary>Gives an unused grant back, or leaves the line. Harmless otherwise.</summary>
    public void Leave(SendTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        using var entered = _core.Enter();
        _pacer.Leave_NeedsGate(ticket, _core.Clock.Now);
    }

    /// <summary>Records a message to a contact, or says how long this pair of number and contact has to wait; zero is recorded.</summary>
    public TimeSpan PairDelay(string number, ulong contact)
    {
        if (_core.Find(number) is not { } found)
        {
            return TimeSpan.Zero;
        }

        var isPaced = NumberLimits.ProfileOf(found.Definition.Provider) == NumberLimits.CloudApi; // whatever its own rate
        return _core.Pairs.Ask(found.Key, contact, _core.Clock.Now, isPaced, _core.Options.Pacing);
    }

    /// <summary>The provider says that this pair has to wait, at most 1 h. Others are not touched.</summary>
    public void PairThrottled(string number, ulong contact, TimeSpan pause)
    {
        if (_core.Find(number) is { } found)
        {
            _core.Pairs.Throttle(found.Key, contact, _core.Clock.Now, pause, _core.Options.Pacing);
        }
    }

    /// <summary>
    /// Messages came in: take a token each where the provider's rate counts both directions. Never more than half of a
    /// second's, so that answers still leave when more comes in than the rate allows.
    /// </summary>
    public void CountInbound(string number, int count = 1)
    {
        if (_core.Find(number) is { Definition.CountsInbound: true } found)
        {
            using var entered = _core.Enter();
            found.CountInbound(count, _core.Clock.Now);
        }
    }

    /// <summary>
    /// A granted ticket is about to call. False with a <paramref name="wait"/> when calls would fall together: it keeps its grant
    /// and asks again then. False with none when its number must not be called now: the grant is gone, and the caller chooses again.
    /// </summary>
    public bool CallBegan(SendTicket ticket, out TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        using var entered = _core.Enter();
        return _pacer.Begin_NeedsGate(ticket, _core.Clock.Now, out wait);
    }

    /// <summary>A call that began is being written: it counts from now on; until then, or its end, it holds others of its second back.</summary>
    public void CallLeft(SendTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ticket.Mark?.Leave(_core.Clock.Now);
    }

    /// <summary>A call ended: frees its place and judges the number by it. Harmless for a ticket that has no call.</summary>
    public void CallEnded(SendTicket ticket, SendOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(outcome);
        using (_core.Enter())
        {
            var now = _core.Clock.Now;
            if (SendPacer.End_NeedsGate(ticket, now) && ticket.Home is { } number)
            {
                _judge.Judge_NeedsGate(number, ticket, outcome, now);
                _pacer.Pump_NeedsGate(number, now);
            }
        }
    }

    /// <summary>The first receipt, sent or later, of a message that the number accepted. It may come before <see cref="CallEnded"/>.</summary>
    public void Acknowledged(string number, long message)
    {
        using var entered = _core.Enter();
        if (_core.Find(number) is { } found)
        {
            var now = _core.Clock.Now;
            found.Receipts.Acknowledged(message, now);
            _judge.Acknowledge_NeedsGate(found, message, now);
        }
    }

    /// <summary>A receipt said failed: it was no success after all.</summary>
    public void Failed(string number, long message, FailureClass @class, bool isAccountWide)
    {
        using var entered = _core.Enter();
        if (_core.Find(number) is { } found)
        {
            var now = _core.Clock.Now;
            found.Receipts.Acknowledged(message, now);
            _judge.JudgeReceipt_NeedsGate(found, @class, isAccountWide, now);
        }
    }

    /// <summary>What a provider says on its own accord.</summary>
    /// <param name="number">Our name of the number; null when it is about an account.</param>
    /// <param name="account">The account; null when it is about a number, or is the number's.</param>
    /// <param name="news">What it says.</param>
    /// <param name="reason">In plain words, without phone numbers.</param>
    public void Notice(string? number, string? account, NumberNews news, string reason)
    {
        using var entered = _core.Enter();
        _news.Weigh_NeedsGate(number, account, news, reason);
    }

    /// <summary>Stops, and saves the state for the last time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Stop())
        {
            // Without numbers it was never put to work, and the store may never have been opened.
            await (_core.Numbers.Length > 0 ? _core.Saver.FinishAsync() : Task.CompletedTask).ConfigureAwait(false);
            _stopping.Dispose();
        }
    }

    /// <summary>Stops as a kill would, without a last save.</summary>
    public void Dispose()
    {
        if (Stop())
        {
            _stopping.Dispose();
        }
    }

    private bool Stop()
    {
        using (_core.Enter())
        {
            if (_core.IsStopped)
            {
                return false;
            }

            _core.IsStopped = true;
        }

        _stopping.Cancel();
        _timers.Dispose();
        _core.Dispose();
        return true;
    }

    private long AllContacts_NeedsGate() => _core.Numbers.Sum(number => (long)number.Contacts.Count(_core.Clock.Now));
}
