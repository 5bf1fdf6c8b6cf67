using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Resilience.Records;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>
/// Notices in the store. A store that fails or hangs costs one deadline and is then left alone for a while: alarms, of which
/// its failure may be one, do not wait for it.
/// </summary>
internal sealed class NoticeJournal(IRecordStore store, TimeProvider time, ILogger logger)
{
    public const string Kind = "notice";
    private const int SavesPerTrim = 100;
    private const int LoadPatience = 3; // Reading all of them takes longer than writing one.

    private static readonly TimeSpan RestTime = TimeSpan.FromSeconds(10);

    private long _restUntil = long.MinValue;
    private int _saves;

    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(1);

    public int Keep { get; set; } = 1000;

    /// <summary>True while the store is left alone.</summary>
    public bool IsResting => time.GetTimestamp() < Volatile.Read(ref _restUntil);

    /// <summary>Writes what is known of a notice; true when it is durable.</summary>
    public async Task<bool> SaveAsync(OpenNotice open, NoticeReport report)
    {
        if (IsResting || !open.Write.IsCompleted)
        {
            return false;
        }

        var json = JsonSerializer.Serialize(report, NoticeJson.Default.NoticeReport);
        var isSaved = await TryAsync(
            async cancellation =>
            {
                var write = Task.Run(() => store.PutAsync(new Record(Kind, report.Id, open.Place, json), cancellation), CancellationToken.None);
                open.Write = write;
                await write.WaitAsync(cancellation).ConfigureAwait(false);
                return true;
            },
            Deadline).ConfigureAwait(false);
        if (isSaved && Interlocked.Increment(ref _saves) % SavesPerTrim == 0)
        {
            await TryAsync(cancellation => TrimAsync(cancellation), Deadline).ConfigureAwait(false);
        }

        return isSaved;
    }

    /// <summary>The newest notices with their places, the newest first; null when the store does not say.</summary>
    public async Task<IReadOnlyList<StoredNotice>?> LoadAsync(int limit)
    {
        var records = await TryAsync<IReadOnlyList<Record>>(
            cancellation => Task.Run(() => store.ListAsync(Kind, limit, cancellation), CancellationToken.None).WaitAsync(cancellation),
            Deadline * LoadPatience).ConfigureAwait(false);
        return records is null ? null : [.. records.Select(Read).OfType<StoredNotice>()];
    }

    private async Task<bool> TrimAsync(CancellationToken cancellation)
    {
        await Task.Run(() => store.TrimAsync(Kind, Keep, cancellation), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    private StoredNotice? Read(Record record)
    {
        try
        {
            if (JsonSerializer.Deserialize(record.Json, NoticeJson.Default.NoticeReport) is { } report && report.Deliveries.All(d => d is not null))
            {
                return new StoredNotice(record.AtUtc, report);
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        NoticeLog.Unreadable(logger, record.Id);
        return null;
    }

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline, time);
        try
        {
            return await call(late.Token).ConfigureAwait(false);
        }
        // Whatever a store throws, alarms go on. The message may hold anything, so only the type is told.
        catch (Exception failure)
        {
            Volatile.Write(ref _restUntil, time.GetTimestamp() + (long)(RestTime.TotalSeconds * time.TimestampFrequency));
            NoticeLog.StoreFailed(logger, late.IsCancellationRequested ? "no answer in time" : failure.GetType().Name);
            return default;
        }
    }
}
