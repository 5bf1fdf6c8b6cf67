using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
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
    private const int GuardCalls = 2; // A channel that outlives its own deadline is left behind after twice that time.
    private const string Unheard = "was not told that anything was wrong";
    private const string NoRoom = "too many notices wait, and this is among the mildest";

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Hearers _hearers = new();
    private readonly Moments _moments = new(time);
    private readonly List<OpenNotice> _open = [];
    private readonly List<Task> _running = [];
    private readonly SortedDictionary<string, ChannelTally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Raised when a delivery is taken, refused or given up.</summary>
    public event Action<NoticeReport, DeliveryReport>? Settled;

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

        planned.ForEach(delivery => Announce(open.Head, delivery, 0));
        victim?.Report.Deliveries.Where(d => d.Why == NoRoom).ToList().ForEach(delivery => Announce(victim.Head, delivery, 0));
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

        ended.ForEach(end => Announce(end.Open.Head, end.Report, 0));
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
            foreach (var open in _open)
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
                        ended.Add((open, End_NeedsGate(open, delivery, delivery.Report with { State = DeliveryState.GivenUp, Why = Unheard })));
                    }
                }
            }
        }

        ended.ForEach(end => Announce(end.Open.Head, end.Report, 0));
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

    private static HealthLevel Weight(OpenNotice open) => open.Head.Kind == NoticeKind.Recovery ? HealthLevel.Critical : open.Head.Level;

    // The oldest of the mildest, or the new one when none is milder.
    private OpenNotice? MakeRoom(OpenNotice added, int most)
    {
        lock (_gate)
        {
            var open = _open.FindAll(o => o.IsOpen);
            if (open.Count < most)
            {
                return null;
            }

            var mildest = open.FindAll(o => o.Deliveries.All(d => !d.IsUnderWay)).MinBy(Weight);
            var victim = mildest is null || Weight(mildest) >= Weight(added) ? added : mildest;
            foreach (var delivery in victim.Deliveries.Where(d => d.IsOpen))
            {
                delivery.Report = delivery.Report with { State = DeliveryState.GivenUp, Why = NoRoom };
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
        if (tally.UnderWay < setup.Options.Delivery.CallsPerChannel)
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

    private ChannelTally Tally_NeedsGate(string channel) =>
        _tallies.TryGetValue(channel, out var tally) ? tally : _tallies[channel] = new ChannelTally(channel);

    private async Task AttemptAsync(OpenNotice open, Delivery delivery, NotifierSetup setup, CancellationToken cancellation)
    {
        try
        {
            if (await CallAsync(open.Head, delivery.Report, setup, cancellation).ConfigureAwait(false) is { } outcome)
            {
                var (report, pause) = Take(open, delivery, outcome, setup.Options.Delivery);
                await SaveAsync(open).ConfigureAwait(false);
                Announce(open.Head, report, pause.TotalSeconds);
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

    // Null when it was cancelled: then nobody knows, and it is tried again after the restart.
    private async Task<ChannelOutcome?> CallAsync(NoticeReport notice, DeliveryReport delivery, NotifierSetup setup, CancellationToken cancellation)
    {
        if (setup.Find(delivery.Channel) is not { } channel)
        {
            return ChannelOutcome.Refused("the channel is not set up any more");
        }

        try
        {
            var message = new ChannelMessage($"{notice.Id}-{delivery.Recipient}", delivery.Recipient, notice, setup.Texts.Words(notice));
            var guard = TimeSpan.FromSeconds(setup.Options.Delivery.CallSeconds * GuardCalls);
            return await channel.SendAsync(message, cancellation).WaitAsync(guard, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return ChannelOutcome.Lost("the channel did not come back");
        }
        // The message of an exception may hold an address or a token, so only the type is told.
        catch (Exception failure)
        {
            return cancellation.IsCancellationRequested ? null : ChannelOutcome.Lost($"the channel failed with {failure.GetType().Name}");
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

    private void Announce(NoticeReport notice, DeliveryReport delivery, double pause)
    {
        switch (delivery.State)
        {
            case DeliveryState.Waiting:
                NoticeLog.Again(logger, notice.Id, delivery.Channel, delivery.Recipient, delivery.Attempts, delivery.Why, Math.Round(pause, 1));
                return;
            case DeliveryState.Taken:
                NoticeLog.Delivered(logger, notice.Id, delivery.Channel, delivery.Recipient, delivery.Attempts);
                break;
            case DeliveryState.Refused when delivery.Attempts == 0:
                // Known since the settings were read, which warn of it: one line per notice would drown the others.
                var severity = delivery.Why == DeliveryPlan.NotSetUp ? LogLevel.Debug : LogLevel.Warning;
                NoticeLog.NoWay(logger, severity, notice.Id, delivery.Channel, delivery.Why);
                break;
            case DeliveryState.GivenUp when delivery.Why is Unheard or Overtakings.ByRecovery or Overtakings.ByClose:
                NoticeLog.NoWay(logger, LogLevel.Information, notice.Id, delivery.Channel, delivery.Why);
                break;
            default:
                NoticeLog.Untold(logger, notice.Id, delivery.Channel, delivery.Recipient, delivery.Why);
                break;
        }

        try
        {
            Settled?.Invoke(notice, delivery);
        }
        // A listener that fails must not end the telling.
        catch (Exception failure)
        {
            NoticeLog.ListenerFailed(logger, failure.GetType().Name);
        }
    }
}
