using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications.Causes;
using Relevo.Resilience.Notifications.Delivering;
using Relevo.Resilience.Notifications.Texts;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Notifications;

/// <summary>
/// Tells people. Handing in never waits and never throws; what is new is saved, told on every way of its level and recorded
/// delivery by delivery, and a process that takes over goes on with what was not taken. While the store fails it works from
/// memory. Killed between a delivery and its record, it tells that one once more, under the same id.
/// </summary>
public sealed class Notifier : IAsyncDisposable
{
    private const int MaxCause = 120;
    private const int MaxSummary = 1000;
    private const int MaxDetails = 8000;
    private const int MaxId = 80;

    private static readonly TimeSpan NextPlace = TimeSpan.FromMilliseconds(1); // No store orders more finely than it has to.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseBeforeReload = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly ILogger<Notifier> _logger;
    private readonly NoticeInbox _inbox = new();
    private readonly CauseBook _causes = new();
    private readonly WakeSignal _wake;
    private readonly NoticeJournal _journal;
    private readonly Courier _courier;
    private readonly KnownIds _known = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelling = new();
    private readonly long _startedAt;
    private volatile NotifierSetup _setup;
    private volatile Task _loop = Task.CompletedTask;
    private bool _isLoaded;
    private TimeSpan _loadAgainAt = TimeSpan.MinValue;
    private DateTimeOffset _lastPlace = DateTimeOffset.MinValue;
    private long _repeated;
    private long _dropped;

    /// <summary>Creates it; nothing is told before <see cref="RunAsync"/>.</summary>
    /// <param name="setup">Channels, routes, people.</param>
    /// <param name="store">Where notices outlive the process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="draw">Random numbers, 0 ≤ draw &lt; 1; null for the usual ones.</param>
    public Notifier(NotifierSetup setup, IRecordStore store, TimeProvider time, ILogger<Notifier> logger, Func<double>? draw = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(time);
        (_setup, _time, _logger) = (setup, time, logger);
        _startedAt = time.GetTimestamp();
        _wake = new WakeSignal(time);
        _journal = new NoticeJournal(store, time, logger);
        _courier = new Courier(_journal, _wake, time, draw ?? Random.Shared.NextDouble, logger);
    }

    /// <summary>Raised when a delivery is taken, refused or given up, with the notice it belongs to. Must not block.</summary>
    public event Action<NoticeReport, DeliveryReport>? Settled
    {
        add => _courier.Settled += value;
        remove => _courier.Settled -= value;
    }

    /// <summary>What somebody has not been told yet.</summary>
    public IReadOnlyList<NoticeReport> Waiting => [.. _courier.Reports.Where(r => !r.IsSettled)];

    /// <summary>Names of the channels that are set up.</summary>
    public IReadOnlyList<string> ChannelsSetUp => [.. _setup.ChannelsSetUp];

    /// <summary>How it does.</summary>
    public NotifierStatus Status => new(Waiting.Count, Interlocked.Read(ref _repeated), Interlocked.Read(ref _dropped), _courier.Channels);

    /// <summary>Calls and saves under way; null while the loop is at work. For tests that own the clock.</summary>
    internal int? UnderWay => _wake.IsAwaited ? _courier.UnderWay : null;

    private TimeSpan Uptime => _time.GetElapsedTime(_startedAt);

    /// <summary>Tells until it is stopped, first of all what an earlier process did not. The body of a kept loop.</summary>
    public Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(beat);
        return _loop = LoopAsync(beat, stopping);
    }

    /// <summary>Uses other settings from now on, also for what waits.</summary>
    public void Use(NotifierSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _setup = setup;
        _wake.Set();
    }

    /// <summary>Hands a notice in. From any thread; never waits, never throws.</summary>
    /// <returns>Its id, or that of a waiting one which it only repeats; null when there was no room for it.</returns>
    public string? Tell(Notice notice)
    {
        if (notice is null)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        var fit = Fit(notice);
        var entry = new InboxEntry(fit.Id ?? Guid.CreateVersion7(now).ToString("N"), now, fit);
        var id = _inbox.Add(entry, _setup.Options.Delivery.MaxWaiting, entry.IsByHand ? _courier.ByHand : 0, out var dropped);
        if (dropped is not null)
        {
            Interlocked.Increment(ref _dropped);
            NoticeLog.Dropped(_logger, dropped.Notice.Cause, dropped.Notice.Level);
        }
        else if (id != entry.Id)
        {
            Interlocked.Increment(ref _repeated);
        }

        _wake.Set();
        return id;
    }

    /// <summary>
    /// Tells what an operator wants to be known, by the channels of that severity, also during planned work. It takes the place
    /// of no alarm, and has a quarter of their places besides; what has an id is told, and not given up for want of room.
    /// </summary>
    /// <returns>Its id; null when there was no room for it.</returns>
    public string? NotifyByHand(HealthLevel severity, string message) =>
        Tell(new Notice("by hand", severity, message ?? "") { Kind = NoticeKind.ByHand });

    /// <summary>Name of the planned work that keeps a level quiet now; null when none does.</summary>
    public string? QuietBy(HealthLevel level) => _setup.QuietBy(_time.GetUtcNow(), level);

    /// <summary>The newest notices with the proof of each delivery, the newest first; from memory alone while the store fails.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<NoticeReport>> RecentAsync(int limit, CancellationToken cancellation)
    {
        var fresh = _courier.Reports.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var stored = await _journal.LoadAsync(Math.Clamp(limit, 1, 10_000)).WaitAsync(cancellation).ConfigureAwait(false) ?? [];
        return [.. fresh.Values.Concat(stored.Select(s => s.Report).Where(r => !fresh.ContainsKey(r.Id))).OrderByDescending(r => r.AtUtc).Take(limit)];
    }

    /// <summary>Begins nothing more, saves what waits, gives calls under way this time to end, and cancels them after it.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await EndAsync().WaitAsync(patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _cancelling.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        _stopping.Dispose();
        _cancelling.Dispose();
    }

    private static Notice Fit(Notice notice) => notice with
    {
        Cause = Cut.Line(notice.Cause ?? "", MaxCause),
        Summary = Cut.Line(notice.Summary ?? "", MaxSummary),
        Details = Cut.To(notice.Details ?? "", MaxDetails),
        Change = notice.Change is null ? null : Cut.Line(notice.Change, MaxCause),
        Incident = notice.Incident is null ? null : Cut.Line(notice.Incident, MaxCause),
        Id = notice.Id is null || IsPlain(notice.Id) ? notice.Id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notice.Id))),
        Level = notice.Level is < HealthLevel.Healthy or > HealthLevel.Emergency ? HealthLevel.Emergency : notice.Level,
        Stands = notice.Stands is < HealthLevel.Healthy or > HealthLevel.Emergency ? null : notice.Stands,
        Kind = notice is { Kind: NoticeKind.Alarm, Level: HealthLevel.Healthy } ? NoticeKind.Recovery : notice.Kind,
    };

    // Ids stand in headers and keys.
    private static bool IsPlain(string id) => id.Length is > 0 and <= MaxId && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    // What was handed in and not looked at is saved for the next process.
    private async Task EndAsync()
    {
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_inbox.TryTake(out var entry))
        {
            await TakeInAsync(entry, _setup).ConfigureAwait(false);
        }

        await _courier.IdleAsync().ConfigureAwait(false);
    }

    private async Task LoopAsync(LoopBeat beat, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, _stopping.Token);
        while (!end.IsCancellationRequested)
        {
            beat.Tell();
            try
            {
                var pause = await RoundAsync(beat, end.Token).ConfigureAwait(false);
                await _wake.WaitAsync(pause < LongestPause ? pause : LongestPause, end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            // Whatever happened, the next alarm must go out.
            catch (Exception failure)
            {
                NoticeLog.LoopFailed(_logger, failure.GetType().Name);
                await Task.Delay(PauseAfterFailure, _time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // A run that hung and goes on ends at its next beat: by then another one judges causes.
    private async Task<TimeSpan> RoundAsync(LoopBeat beat, CancellationToken end)
    {
        _wake.Reset();
        var setup = _setup;
        _journal.Deadline = TimeSpan.FromSeconds(setup.Options.Delivery.StoreSeconds);
        _journal.Keep = Math.Max(setup.Options.Delivery.KeepRecords, Room.Of(setup.Options.Delivery.MaxWaiting)); // What waits has to be kept.
        _causes.Flaps = setup.Options.Flaps;
        await beat.WhileAsync(LoadAsync(setup)).ConfigureAwait(false);
        while (_inbox.TryTake(out var entry))
        {
            await beat.WhileAsync(TakeInAsync(entry, _setup)).ConfigureAwait(false); // the settings of now: they may have changed meanwhile
            beat.Tell();
        }

        setup = _setup;
        foreach (var verdict in _causes.Due(Uptime, Quiet(setup)))
        {
            var now = _time.GetUtcNow();
            await beat.WhileAsync(OpenAsync(verdict, Guid.CreateVersion7(now).ToString("N"), now, setup)).ConfigureAwait(false);
        }

        end.ThrowIfCancellationRequested();
        var pause = _courier.StartDue(setup, _cancelling.Token);
        var settles = _causes.NextDue() - Uptime;
        return settles is { } span && span < pause ? TimeSpan.FromTicks(Math.Max(span.Ticks, TimeSpan.TicksPerMillisecond)) : pause;
    }

    private Func<HealthLevel, string?> Quiet(NotifierSetup setup) => level => setup.QuietBy(_time.GetUtcNow(), level);

    private async Task TakeInAsync(InboxEntry entry, NotifierSetup setup)
    {
        var isNew = entry.Notice.Id is null || _known.Add(entry.Id);
        if (!isNew || _causes.Judge(entry.Notice, Uptime, Quiet(setup)) is not { } verdict)
        {
            Interlocked.Increment(ref _repeated);
            return;
        }

        await OpenAsync(verdict, entry.Id, entry.AtUtc, setup).ConfigureAwait(false);
    }

    private async Task OpenAsync(Verdict verdict, string id, DateTimeOffset at, NotifierSetup setup)
    {
        var notice = verdict.Notice;
        var plan = DeliveryPlan.For(verdict, setup, _time.GetUtcNow());
        var change = notice.Change ?? LevelWords.Of(notice.Kind == NoticeKind.Recovery ? HealthLevel.Healthy : verdict.Level);
        var report = new NoticeReport(id, at, notice.Cause, notice.Kind, verdict.Level, change, notice.Summary, notice.Details, notice.Incident, verdict.Quiet, plan) { Stands = notice.Stands };
        if (notice.Kind is NoticeKind.Alarm or NoticeKind.Escalation or NoticeKind.Addition)
        {
            _causes.Heard(notice.Cause, plan.Where(d => d.State == DeliveryState.Waiting).Select(d => new Listener(d.Channel, d.Recipient)));
        }

        if (verdict.Quiet is { } reason)
        {
            NoticeLog.Quiet(_logger, id, notice.Kind, notice.Cause, verdict.Level, reason);
        }
        else
        {
            NoticeLog.Taken(_logger, id, notice.Kind, notice.Cause, verdict.Level, plan.Count);
        }

        if (verdict.Quiet is null && Overtakings.By(notice.Kind, change) is { } overtaken)
        {
            _courier.Overtake(notice.Cause, overtaken, DateTimeOffset.MaxValue);
        }

        var now = _time.GetTimestamp();
        _lastPlace = at > _lastPlace ? at : _lastPlace + NextPlace; // Two at once, or a clock set back, do not change their order.
        await AddAsync(new OpenNotice(report, _lastPlace, [.. plan.Select(d => new Delivery(d, now))], now), setup, isNew: true).ConfigureAwait(false);
    }

    private async Task AddAsync(OpenNotice open, NotifierSetup setup, bool isNew)
    {
        if (!await _courier.AddAsync(open, setup.Options.Delivery.MaxWaiting, isNew).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    // What an earlier process did not tell, and what it told. A store that does not answer is asked again while alarms go out.
    private async Task LoadAsync(NotifierSetup setup)
    {
        if (_isLoaded || Uptime < _loadAgainAt)
        {
            return;
        }

        if (await _journal.LoadAsync(_journal.Keep).ConfigureAwait(false) is not { } reports)
        {
            _loadAgainAt = Uptime + PauseBeforeReload;
            return;
        }

        _isLoaded = true;
        _lastPlace = reports.Select(r => r.Place).Append(_lastPlace).Max();
        foreach (var (cause, state) in CauseHistory.Read(reports.Select(r => r.Report)))
        {
            _causes.Restore(cause, state);
        }

        foreach (var (cause, listeners) in CauseHistory.Heard(reports.Select(r => r.Report)))
        {
            _courier.Heard(cause, listeners);
        }

        var mine = _courier.Reports.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var old = reports.Where(r => _known.Add(r.Report.Id) && !mine.Contains(r.Report.Id)).Reverse().ToList();
        foreach (var stored in old)
        {
            if (stored.Report.Quiet is null && Overtakings.By(stored.Report.Kind, stored.Report.Change) is { } overtaken)
            {
                _courier.Overtake(stored.Report.Cause, overtaken, stored.Place);
            }

            if (!stored.Report.IsSettled)
            {
                await ResumeAsync(stored, setup).ConfigureAwait(false);
            }
        }

        if (old.Count(stored => !stored.Report.IsSettled) is > 0 and var open)
        {
            NoticeLog.Resumed(_logger, open);
        }
    }

    private async Task ResumeAsync(StoredNotice stored, NotifierSetup setup)
    {
        var (place, report) = stored;
        var now = _time.GetTimestamp();
        var age = _time.GetUtcNow() - report.AtUtc;
        var since = age > TimeSpan.Zero ? now - (long)(age.TotalSeconds * _time.TimestampFrequency) : now; // A clock that was set back makes nothing older.
        await AddAsync(new OpenNotice(report, place, [.. report.Deliveries.Select(d => new Delivery(d, now))], since), setup, isNew: false).ConfigureAwait(false);
    }
}
