using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Incidents;

/// <summary>
/// The incidents: opened and raised by the level, told by what happens, closed by hand or by recovery. They live in memory
/// and are saved in the background, so that nobody who tells waits for a disk; what was saved outlives the process. Safe
/// from any thread.
/// </summary>
public sealed class IncidentBook : IIncidentBook, IAsyncDisposable
{
    /// <summary>Cause of every notice about the level: one is open at a time, and its end closes what was told of it.</summary>
    public const string Cause = "level";

    internal const string Kind = "incident";
    private static readonly TimeSpan LoadPatience = TimeSpan.FromSeconds(1); // a disk that is well takes milliseconds, and nobody is served meanwhile

    // What is said so soon after an incident, say of the playbook that ended with it, still belongs to it.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly IncidentShelf _shelf = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<IncidentOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ImpactMeter _impact;
    private readonly IncidentReader _reader;
    private readonly RecordWriter _writer;
    private TimeSpan _told;
    private int _isDisposed;

    /// <summary>Creates it, empty.</summary>
    /// <param name="options">The settings in force; must not block.</param>
    /// <param name="records">Where incidents are kept.</param>
    /// <param name="impact">What the time between two moments did; may be slow.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it reports.</param>
    public IncidentBook(Func<IncidentOptions> options, IRecordStore records, Func<DateTimeOffset, DateTimeOffset, IncidentImpact> impact, TimeProvider time, ILogger<IncidentBook> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _logger = new QuietLogger(logger);
        _impact = new ImpactMeter(impact, time, _logger);
        _reader = new IncidentReader(records, time, _logger);
        _writer = new RecordWriter(records, Kind, () => options().Kept, time, _logger);
    }

    /// <summary>Raised after something happened to an incident, on the thread that told it. Must not block.</summary>
    public event Action<IncidentChange>? Changed;

    /// <summary>The incident that is not closed, or null.</summary>
    public Incident? Open
    {
        get
        {
            lock (_gate)
            {
                return _shelf.Open;
            }
        }
    }

    /// <summary>Reads what was kept. Comes back after a while even when the store does not answer; reading then goes on.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        // Apart from the caller: a store that blocks instead of waiting must not hold up the start.
        var loading = Task.Run(LoadAsync, CancellationToken.None);
        await loading.WaitAsync(LoadPatience, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The level changed: opens an incident, raises or eases the open one, or closes it.</summary>
    public void Take(LevelChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        IncidentChange? news;
        lock (_gate)
        {
            news = Take_NeedsGate(change, _time.GetUtcNow());
        }

        Tell(news);
    }

    /// <summary>
    /// Tells the level in force without a change, once everything was checked after a start: an incident of the process
    /// before is over when all is well.
    /// </summary>
    public void Confirm(HealthSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        IncidentChange? news = null;
        lock (_gate)
        {
            if (snapshot.Level == HealthLevel.Healthy && _shelf.Open is { } open)
            {
                news = Recover_NeedsGate(open, new TimelineEntry(_time.GetUtcNow(), TimelineKind.Gateway, "All is well"));
            }
        }

        Tell(news);
    }

    /// <summary>Adds to the timeline of the open incident, or of the one that has just been closed.</summary>
    /// <returns>False when there is neither.</returns>
    public bool Add(TimelineKind kind, string text, string? by = null) => Add(new TimelineEntry(_time.GetUtcNow(), kind, text, by), isToldToSomebody: false);

    /// <summary>Adds that people were told, or that telling them failed.</summary>
    /// <returns>False when there is no incident that it belongs to.</returns>
    public bool AddNotification(string text, bool isDelivered) => Add(new TimelineEntry(_time.GetUtcNow(), TimelineKind.Notification, text), isDelivered);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Incident> List(int limit)
    {
        lock (_gate)
        {
            return [.. _shelf.Newest().Take(limit)];
        }
    }

    /// <summary>The incident with that id, or the only one whose id begins so; else null.</summary>
    public Incident? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            return _shelf.Find(id);
        }
    }

    /// <summary>Somebody takes it.</summary>
    public IncidentAnswer Acknowledge(string id, string by, string? note = null) => Edit(id, IncidentChangeKind.Acknowledged, (incident, now) =>
        incident.State switch
        {
            IncidentState.Closed => (IncidentAnswer.Closed, incident),
            IncidentState.Acknowledged => (IncidentAnswer.NothingToDo, incident),
            _ => (IncidentAnswer.Done, ByHand(incident.Acknowledged(by, now), "Acknowledged", note, by, now)),
        });

    /// <summary>Somebody notes how far they have come, and thereby takes it. Also possible when it is closed.</summary>
    public IncidentAnswer Mark(string id, IncidentMark mark, string by, string? note = null) => Edit(id, IncidentChangeKind.Marked, (incident, now) =>
        (IncidentAnswer.Done, ByHand(incident.Acknowledged(by, now).Marked(mark, note, now), Words(mark), note, by, now)));

    /// <summary>Somebody closes it, whatever the level is.</summary>
    public IncidentAnswer Close(string id, string by, string? note = null) => Edit(id, IncidentChangeKind.Closed, (incident, now) =>
        incident.State == IncidentState.Closed
            ? (IncidentAnswer.NothingToDo, incident)
            : (IncidentAnswer.Done, ByHand(incident.Closed(by, now), "Closed", note, by, now)));

    /// <summary>The report in Markdown; null when there is no such incident.</summary>
    public async Task<string?> ReportAsync(string id, CancellationToken cancellation)
    {
        if (Find(id) is not { } incident)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        var impact = await _impact.MeasureAsync(incident, now, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return IncidentReport.Write(incident, impact, _options().Objectives(incident.Severity), now);
    }

    /// <inheritdoc />
    IReadOnlyList<IncidentFacts> IIncidentBook.Open() => Open is { } open ? [open.Facts()] : [];

    /// <inheritdoc />
    void IIncidentBook.Told(string incident, RungTold told)
    {
        lock (_gate)
        {
            if (_shelf.Find(incident) is { } known)
            {
                Put_NeedsGate(known.Told(told));
            }
        }
    }

    /// <summary>Completes once every incident is saved as it is now, or false once it is certain that one never will be.</summary>
    public Task<bool> FlushAsync(CancellationToken cancellation) => _writer.FlushAsync(cancellation);

    /// <summary>Whether every incident is saved as it is now within that time; saving goes on where it is not.</summary>
    public Task<bool> SavedWithinAsync(TimeSpan patience) => _writer.SavedWithinAsync(patience);

    /// <summary>Saves what is not saved yet, for a short time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _writer.DisposeAsync().ConfigureAwait(false);
            _stopping.Dispose();
        }
    }

    private static string Words(IncidentMark mark) => mark switch
    {
        IncidentMark.Investigating => "The cause is looked for",
        IncidentMark.Cause => "The cause is found",
        _ => "It is fixed",
    };

    private Incident ByHand(Incident incident, string what, string? note, string by, DateTimeOffset now) =>
        incident.With(new TimelineEntry(now, TimelineKind.Hand, string.IsNullOrWhiteSpace(note) ? what : $"{what}: {note}", by), _options());

    private async Task LoadAsync()
    {
        var stop = _stopping.Token;
        if (await _reader.ReadAsync(Kind, _options().Kept, stop).ConfigureAwait(false) is not { } known)
        {
            return;
        }

        lock (_gate)
        {
            Merge_NeedsGate(known, _time.GetUtcNow());
        }

        IncidentLog.Read(_logger, known.Count);
    }

    // Only one incident is open at a time: the newest goes on, also when it was opened before the older ones were read.
    private void Merge_NeedsGate(IReadOnlyList<Incident> known, DateTimeOffset now)
    {
        var current = _shelf.Open;
        foreach (var incident in known.Where(incident => !_shelf.Contains(incident.Id)))
        {
            if (incident.State == IncidentState.Closed)
            {
                _shelf.Put(incident, _options().Kept);
            }
            else if (current is null)
            {
                current = incident.With(new TimelineEntry(now, TimelineKind.Gateway, "The gateway was started again"), _options());
                Put_NeedsGate(current);
            }
            else
            {
                var entry = new TimelineEntry(now, TimelineKind.Gateway, $"The gateway was started again; this goes on as incident {current.Id}");
                Put_NeedsGate(incident.With(entry, _options()).Closed("restart", now));
            }
        }
    }

    private IncidentChange? Take_NeedsGate(LevelChange change, DateTimeOffset now)
    {
        // Two changes told by two threads may overtake each other: the level is that of the later one.
        if (change.Snapshot.Uptime < _told)
        {
            return null;
        }

        _told = change.Snapshot.Uptime;
        var open = _shelf.Open;
        if (change.To == HealthLevel.Healthy)
        {
            return Recover_NeedsGate(open ?? _shelf.Last, IncidentEdits.Entry(change, now));
        }

        if (open is null)
        {
            // What was closed by hand is not opened again because it gets better.
            return change.To < change.From ? null : Put_NeedsGate(IncidentChangeKind.Opened, IncidentEdits.Open(NewId(now), change, _options(), now));
        }

        var news = Put_NeedsGate(change.To > open.LevelNow ? IncidentChangeKind.Raised : IncidentChangeKind.Eased, open.Moved(change, _options(), now));
        return change.To == open.LevelNow ? null : news; // the same again after a restart is no news
    }

    // One that was closed by hand before all was well still learns when it was.
    private IncidentChange? Recover_NeedsGate(Incident? incident, TimelineEntry entry)
    {
        if (incident is null || (incident.RestoredUtc is not null && incident.State == IncidentState.Closed))
        {
            return null;
        }

        var restored = incident.Restored(entry, _options());
        if (incident.State == IncidentState.Closed)
        {
            Put_NeedsGate(restored);
            return null;
        }

        return Put_NeedsGate(IncidentChangeKind.Closed, restored.Closed(IncidentEdits.Recovery, entry.AtUtc));
    }

    private bool Add(TimelineEntry entry, bool isToldToSomebody)
    {
        lock (_gate)
        {
            var incident = _shelf.Open ?? (_shelf.Last is { } last && entry.AtUtc - last.ClosedUtc < Aftermath ? last : null);
            if (incident is null)
            {
                return false;
            }

            var notified = isToldToSomebody ? incident.NotifiedUtc ?? entry.AtUtc : incident.NotifiedUtc;
            Put_NeedsGate((incident with { NotifiedUtc = notified }).With(entry, _options()));
            return true;
        }
    }

    private IncidentAnswer Edit(string id, IncidentChangeKind kind, Func<Incident, DateTimeOffset, (IncidentAnswer Answer, Incident Incident)> edit)
    {
        ArgumentNullException.ThrowIfNull(id);
        IncidentChange news;
        lock (_gate)
        {
            if (_shelf.Find(id) is not { } incident)
            {
                return IncidentAnswer.NotFound;
            }

            var (answer, edited) = edit(incident, _time.GetUtcNow());
            if (answer != IncidentAnswer.Done)
            {
                return answer;
            }

            news = Put_NeedsGate(kind, edited);
        }

        Tell(news);
        return IncidentAnswer.Done;
    }

    private IncidentChange Put_NeedsGate(IncidentChangeKind kind, Incident incident)
    {
        Put_NeedsGate(incident);
        return new IncidentChange(kind, incident);
    }

    private void Put_NeedsGate(Incident incident)
    {
        _shelf.Put(incident, _options().Kept);
        _writer.Save(incident.Id, incident.DetectedUtc, () => JsonSerializer.Serialize(incident, IncidentJson.Plain.Incident));
    }

    private static string NewId(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..4]}");

    private void Tell(IncidentChange? news)
    {
        if (news is null)
        {
            return;
        }

        Note(news);
        try
        {
            Changed?.Invoke(news);
        }
        // A listener that fails must not reach who told: that is the watch of the level.
        catch (Exception failure)
        {
            IncidentLog.ListenerFailed(_logger, failure);
        }
    }

    private void Note(IncidentChange news)
    {
        var incident = news.Incident;
        switch (news.Kind)
        {
            case IncidentChangeKind.Opened:
                IncidentLog.Opened(_logger, incident.Id, incident.Level, incident.Severity, incident.Title);
                break;
            case IncidentChangeKind.Raised:
                IncidentLog.Raised(_logger, incident.Id, incident.Level, incident.Severity);
                break;
            case IncidentChangeKind.Acknowledged:
                IncidentLog.Acknowledged(_logger, incident.Id, incident.AcknowledgedBy ?? "");
                break;
            case IncidentChangeKind.Closed:
                IncidentLog.Closed(_logger, incident.Id, incident.ClosedBy ?? "");
                break;
        }
    }
}
