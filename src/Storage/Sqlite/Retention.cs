using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Drops whole days whose history is over and in which nothing waits or is parked.</summary>
internal static class Retention
{
    public static void Tend(StoreState state, DayFile today, SqliteOptions options, DateTimeOffset now, ILogger logger)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        state.Keys.ForgetBefore(day.AddDays(-options.DedupeDays - 1));
        var oldest = day.AddDays(-Math.Max(options.HistoryDays, options.DedupeDays));
        if (state.Days.All[0].Day >= oldest)
        {
            return;
        }

        foreach (var file in state.Days.All.Where(file => file.Day < oldest && file != today && file.Writer.IsIdle()).ToList())
        {
            Drop(state, file, logger);
        }
    }

    /// <summary>Deletes what is left of days that were dropped when the process died.</summary>
    public static void FinishDrops(MainFile main, StoreFolder folder)
    {
        foreach (var day in main.Dropped())
        {
            folder.Delete(day);
            main.EndDrop(day);
        }
    }

    private static void Drop(StoreState state, DayFile file, ILogger logger)
    {
        state.Main.AddPast(file.Day, file.Writer.ReadTally(sends: 0), file.Writer.ReadTally(sends: 1));
        state.Main.Commit();
        state.Keys.Forget(file);
        try
        {
            state.Days.Drop(file);
            state.Main.EndDrop(file.Day);
            Log.DayDropped(logger, file.Day);
        }
        catch (StoreException error)
        {
            Log.DayNotDeleted(logger, error.Message); // it is not open any more; the next start deletes it
        }
    }
}
