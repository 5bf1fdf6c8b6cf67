using Microsoft.Extensions.Logging;

namespace Relevo.Storage.Sqlite;

/// <summary>Drops whole days whose history is over and in which nothing waits or is parked.</summary>
internal static class Retention
{
    public static void Tend(StoreState state, DayFile today, SqliteOptions options, DateTimeOffset now, ILogger logger)
    {
        var oldest = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-Math.Max(options.HistoryDays, options.DedupeDays));
        if (state.Days.All[0].Day >= oldest || state.Days.All[0] == today)
        {
            return;
        }

        foreach (var file in state.Days.All.Where(file => file.Day < oldest && file != today && file.Writer.IsIdle()).ToList())
        {
            for (var sends = 0; sends <= 1; sends++)
            {
                state.Main.AddPast(sends, file.Writer.ReadTally(sends));
            }

            state.Main.Commit();
            state.Keys.Forget(file);
            state.Days.Drop(file);
            Log.DayDropped(logger, file.Day);
        }
    }
}
