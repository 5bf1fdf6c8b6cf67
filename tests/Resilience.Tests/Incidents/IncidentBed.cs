using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Tests.Records;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Incidents;

/// <summary>A book of incidents over a store that obeys the test.</summary>
internal sealed class IncidentBed : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private HealthLevel _level;

    public IncidentBed(MemoryRecords? records = null)
    {
        Records = records ?? new MemoryRecords();
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(Log));
        Book = new IncidentBook(() => Options, Records, (from, to) => Impact(from, to), Time, _loggers.CreateLogger<IncidentBook>());
        Book.Changed += change => Changes.Enqueue(change.Kind);
    }

    public ManualTime Time { get; } = new();

    public MemoryRecords Records { get; }

    public LogList Log { get; } = new();

    public IncidentOptions Options { get; } = new();

    public IncidentBook Book { get; }

    public ConcurrentQueue<IncidentChangeKind> Changes { get; } = new();

    public Func<DateTimeOffset, DateTimeOffset, IncidentImpact> Impact { get; set; } = (_, _) => IncidentImpact.Unknown;

    public Incident Open => Book.Open ?? throw new InvalidOperationException("No incident is open.");

    public Incident Last => Book.List(1).Single();

    public static HealthSnapshot Snapshot(HealthLevel level, params string[] down)
    {
        var components = down.Select(name => new ComponentHealth(name, true, new ComponentState(false, 3, 0), "no answer", null, default, null));
        return new HealthSnapshot(level, default, default, default, [.. components], []);
    }

    /// <summary>A process that was killed leaves what it saved, and nothing else.</summary>
    public async Task<IncidentBed> KillAsync()
    {
        await FlushAsync();
        var left = new MemoryRecords();
        foreach (var record in Records.All)
        {
            await left.PutAsync(record, CancellationToken.None);
        }

        var next = new IncidentBed(left);
        next.Time.JumpWallClock(Time.GetUtcNow() - next.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
        return next;
    }

    public void Enter(HealthLevel level, params string[] down)
    {
        var from = _level;
        _level = level;
        Book.Take(new LevelChange(from, level, Snapshot(level, down)));
    }

    public async Task FlushAsync()
    {
        var flushing = Book.FlushAsync(CancellationToken.None);
        await Until.TrueAsync(() => flushing.IsCompleted, "the saving of incidents", () => Time.Advance(TimeSpan.FromSeconds(1)));
        await flushing;
    }

    public async ValueTask DisposeAsync()
    {
        Records.Mend();
        var disposing = Book.DisposeAsync().AsTask();
        await Until.TrueAsync(() => disposing.IsCompleted, "the end of the book", () => Time.Advance(TimeSpan.FromSeconds(1)));
        await disposing;
        _loggers.Dispose();
    }
}
