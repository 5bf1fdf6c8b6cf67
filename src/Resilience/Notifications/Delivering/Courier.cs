using Microsoft.Extensions.Logging;
using Relevo.Resilience.Notifications.Causes;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>
/// Brings notices to their channels: each delivery on its own, so that a channel that hangs holds up no other; in order for one
/// cause and recipient; again and again until it is taken, refused for good or too old. Bounded: the mildest has to go.
/// </summary>
internal sealed class Courier(NoticeJournal journal, WakeSignal wake, TimeProvider time, Func<double> draw, ILogger logger)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly DeliveryNews _news = new(logger);
    private readonly Hearers _hearers = new();
    private readonly Moments _moments = new(time);
    private readonly List<OpenNotice> _open = [];
    private readonly List<Task> _running = [];
    private readonly SortedDictionary<string, ChannelTally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Raised when a delivery is taken, refused or given up.</summary>
    public event Action<NoticeReport, DeliveryReport>? Settled
    {
        add => _news.Settled += value;
        remove => _news.Settled -= value;
    }

    /// <summary>What is told, or not saved yet.</summary>
    public IReadOnlyList<NoticeReport> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _open.Select(o => o.Report)];
            }
        }
    }

    /// <summary>Notices by hand that wait.</summary>
    public int ByHand
    {
        get
        {
            lock (_gate)
            {
                return _open.Count(o => o.IsByHand && o.IsOpen);
            }
        }
    }

    public IReadOnlyList<ChannelStatus> Channels
    {
        get
        {
            lock (_gate)
            {
                return [.. _tallies.Values.Select(t => t.Status)];
            }
        }
    }

    /// <summary>Takes a notice on and saves it; true when nobody had to go for it.</summary>
    /// <param name="open">The notice.</param>
    /// <param name="most">Room for so many.</param>
    /// <param name="isNew">False when an earlier process took it on.</param>
    public async Task<bool> AddAsync(OpenNotice open, int most, bool isNew)
    {
        var planned = isNew ? open.Report.Deliveries.Where(d => d.State != DeliveryState.Waiting).ToList() : [];
        var victim = open.IsOpen ? MakeRoom(open, most) : null;
        await SaveAsync(open).ConfigureAwait(false);
        lock (_gate)
        {
            if (isNew)
            {
                _moments.Take(open);
            }

            _open.Add(open);
        }

        planned.ForEach(delivery => _news.Say(open.Head, delivery));
        victim?.Report.Deliveries.Where(d => d.Why == Room.None).ToList().ForEach(delivery => _news.Say(victim.Head, delivery));
        return victim is null;
    }

    /// <summary>Takes up from an earlier process who knows that a cause is not well.</summary>
    public void Heard(string cause, IEnumerable<Listener> listeners)
    {
        lock (_gate)
        {
            listeners.ToList().ForEach(listener => _hearers.Add(cause, listener));
        }
    }

    /// <summary>Gives up what waits to be told of a cause from before a place among all records, as it is out of date. What is under way is not tried again.</summary>
    public void Overtake(string cause, string why, DateTimeOffset before)
    {
        List<(OpenNotice Open, DeliveryReport Report)> ended = [];
        lock (_gate)
        {
            foreach (var open in _open.Where(o => o.Head.Cause == cause && o.Place < before && (o.IsAlarm || o.Head.Kind == NoticeKind.Acknowledgement)))
            {
                foreach (var delivery in open.Deliveries.Where(d => d.IsOpen))
                {
                    delivery.Overtaken = why;
                    if (!delivery.IsUnderWay && delivery.Lead is null)
                    {
                        ended.Add((open, End_NeedsGate(open, delivery, delivery.Report with { State = DeliveryState.GivenUp, Why = why })));
                    }
                }
            }
        }

        ended.ForEach(end => _news.Say(end.Open.Head, end.Report));
        wake.Set();
    }

    /// <summary>Begins what is due.</summary>
    /// <returns>How long nothing more falls due by itself.</returns>
    public TimeSpan StartDue(NotifierSetup setup, CancellationToken cancellation)
    {
        EndWhatNeedsNoCall();
        lock (_gate)
        {
            _running.RemoveAll(task => task.IsCompleted);
            Tidy_NeedsGate(setup.Options.Delivery.MaxWaiting);
            var now = time.GetTimestamp();
            var next = now + (long)(LongestRest.TotalSeconds * time.TimestampFrequency);
            var ahead = new HashSet<(string, string, string)>();
            foreach (var open in _open.OrderBy(o => o.IsByHand)) // What the gateway itself has to say goes first.
            {
                foreach (var delivery in open.Deliveries.Where(d => d.IsOpen || d.IsUnderWay))
                {
                    var isFirst = ahead.Add((open.Order, delivery.Report.Channel, delivery.Report.Recipient));
                    next = isFirst && !delivery.IsUnderWay && !Waits_NeedsGate(open, delivery) ? Math.Min(next, Start_NeedsGate(open, delivery, now, setup, cancellation)) : next;
                }
            }

            return time.GetElapsedTime(now, Math.Max(now + 1, next));
        }
    }

    // What another delivery has told, and what follows an alarm that did not reach its recipient.
    private void EndWhatNeedsNoCall()
    {
        List<(OpenNotice Open, DeliveryReport Report)> ended = [];
        lock (_gate)
        {
            foreach (var open in _open)
            {
                foreach (var delivery in open.Deliveries.Where(d => d.IsOpen && !d.IsUnderWay))
                {
                    if (delivery.Lead is { IsOver: true } lead)
                    {
                        ended.Add((open, End_NeedsGate(open, delivery, lead.Of(delivery.Report))));
                    }
                    else if (open.IsSequel && !delivery.IsDue && !IsAlarmUnderWay_NeedsGate(open, delivery) && !_hearers.Has(open.Head.Cause, delivery.Listener))
                    {
                        ended.Add((open, End_NeedsGate(open, delivery, delivery.Report with { State = DeliveryState.GivenUp, Why = DeliveryNews.Unheard })));
                    }
                }
            }
        }

        ended.ForEach(end => _news.Say(end.Open.Head, end.Report));
    }

    private static DeliveryReport End_NeedsGate(OpenNotice open, Delivery delivery, DeliveryReport report)
    {
        delivery.Report = report;
        open.Changed();
        return report;
    }

    private bool Waits_NeedsGate(OpenNotice open, Delivery delivery) =>
        delivery.Lead is not null || (open.IsSequel && !delivery.IsDue && IsAlarmUnderWay_NeedsGate(open, delivery));

    private bool IsAlarmUnderWay_NeedsGate(OpenNotice sequel, Delivery delivery) =>
        _open.Exists(o => o.IsAlarm && o.Head.Cause == sequel.Head.Cause && o.Deliveries.Any(d => d.IsUnderWay && d.Listener == delivery.Listener));

    /// <summary>Calls and saves under way.</summary>
    public int UnderWay
    {
        get
        {
            lock (_gate)
            {
                return _running.Count(task => !task.IsCompleted);
            }
        }
    }

    /// <summary>Completes when every call under way has ended.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running);
        }
    }

    private OpenNotice? MakeRoom(OpenNotice added, int most)
    {
        lock (_gate)
        {
            if (Room.Victim(_open, added, most) is not { } victim)
            {
                return null;
            }

            foreach (var delivery in victim.Deliveries.Where(d => d.IsOpen))
            {
                delivery.Report = delivery.Report with { State = DeliveryState.GivenUp, Why = Room.None };
            }

            victim.Changed();
            return victim;
        }
    }

    // What is settled and saved is done with; what cannot be saved is kept while there is room, and saved when the store is back.
    private void Tidy_NeedsGate(int most)
    {
        _open.RemoveAll(open => !open.IsOpen && !open.IsDirty && !open.IsSaving);
        foreach (var old in _open.FindAll(open => !open.IsOpen).SkipLast(most))
        {
            _open.Remove(old);
        }

        if (!journal.IsResting)
        {
            _running.AddRange(_open.Where(open => open.IsDirty && !open.IsSaving).Take(most).Select(open => Task.Run(() => SaveAsync(open))));
        }
    }

    // Returns when it has to be looked at again.
    private long Start_NeedsGate(OpenNotice open, Delivery delivery, long now, NotifierSetup setup, CancellationToken cancellation)
    {
        if (delivery.DueAt > now)
        {
            return delivery.DueAt;
        }

        var tally = Tally_NeedsGate(delivery.Report.Channel);
        if (tally.UnderWay < Calls(open, setup.Options.Delivery))
        {
            if (open.Head.Kind == NoticeKind.Recovery && !delivery.IsDue)
            {
                _hearers.Remove(open.Head.Cause, delivery.Listener);
            }

            (delivery.IsUnderWay, delivery.IsDue) = (true, true);
            tally.UnderWay++;
            _running.Add(Task.Run(() => AttemptAsync(open, delivery, setup, cancellation), CancellationToken.None));
        }

        return long.MaxValue; // Whoever ends a call wakes the loop.
    }

    // However many notices by hand hang, a call is left for an alarm.
    private static int Calls(OpenNotice open, NoticeDeliveryOptions options) =>
        open.IsByHand ? Math.Max(1, options.CallsPerChannel - 1) : options.CallsPerChannel;

    private ChannelTally Tally_NeedsGate(string channel) =>
        _tallies.TryGetValue(channel, out var tally) ? tally : _tallies[channel] = new ChannelTally(channel);

    private async Task AttemptAsync(OpenNotice open, Delivery delivery, NotifierSetup setup, CancellationToken cancellation)
    {
        try
        {
            if (await ChannelCall.MakeAsync(open.Head, delivery.Report, setup, time, cancellation).ConfigureAwait(false) is { } outcome)
            {
                var (report, pause) = Take(open, delivery, outcome, setup.Options.Delivery);
                await SaveAsync(open).ConfigureAwait(false);
                _news.Say(open.Head, report, pause.TotalSeconds);
            }
        }
        finally
        {
            lock (_gate)
            {
                delivery.IsUnderWay = false;
                Tally_NeedsGate(delivery.Report.Channel).UnderWay--;
            }

            wake.Set();
        }
    }

    private (DeliveryReport Report, TimeSpan Pause) Take(OpenNotice open, Delivery delivery, ChannelOutcome outcome, NoticeDeliveryOptions options)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            Tally_NeedsGate(delivery.Report.Channel).Count(outcome, now);
            delivery.Unknown += outcome.Verdict == ChannelVerdict.Unknown ? 1 : 0;
            if (open.IsAlarm && (outcome.Verdict == ChannelVerdict.Taken || outcome.MayBeThere))
            {
                _hearers.Add(open.Head.Cause, delivery.Listener);
            }

            (delivery.Report, var pause) = Attempt.After(delivery.Report, outcome, time.GetElapsedTime(open.Since), now, delivery.Unknown, options, draw());
            if (delivery is { IsOpen: true, Overtaken: { } why })
            {
                delivery.Report = delivery.Report with { State = DeliveryState.GivenUp, Why = why };
            }

            delivery.DueAt = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
            open.Changed();
            return (delivery.Report, pause);
        }
    }

    // Who finds a save under way leaves it to that one, which goes on until nothing is left to save.
    private async Task SaveAsync(OpenNotice open)
    {
        while (BeginSave(open) is { } save)
        {
            var isSaved = await journal.SaveAsync(open, save.Report).ConfigureAwait(false);
            lock (_gate)
            {
                open.IsSaving = false;
                if (!isSaved)
                {
                    return;
                }

                open.Saved(save.Version);
            }
        }
    }

    private (NoticeReport Report, int Version)? BeginSave(OpenNotice open)
    {
        lock (_gate)
        {
            if (open.IsSaving || !open.IsDirty)
            {
                return null;
            }

            open.IsSaving = true;
            return (open.Report, open.Version);
        }
    }
}
