using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Recognises requests that shall happen once a day. Used by the writer's thread only; nothing of it is kept in memory.</summary>
internal static class OnceKeys
{
    private static readonly long RememberedMs = (long)TimeSpan.FromHours(24).TotalMilliseconds;

    /// <summary>
    /// The message that came first with the same key in the 24 hours before, or null. A message stands in the file of the
    /// day it was taken, or of a later one, so only files from the day before on are asked: two, while the clock is right.
    /// </summary>
    public static OnceRecord? Find(DaySet days, ReadOnlySpan<byte> key, DateTimeOffset received)
    {
        var oldest = DateOnly.FromDateTime(received.UtcDateTime).AddDays(-1);
        var files = days.All;
        for (var i = files.Count - 1; i >= 0 && files[i].Day >= oldest; i--)
        {
            if (files[i].Writer.Sends.FindOnce(key) is { } first && received.ToUnixTimeMilliseconds() - first.ReceivedMs < RememberedMs)
            {
                return first;
            }
        }

        return null;
    }
}
