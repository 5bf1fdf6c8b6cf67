using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Adds up the counts of files, each read in one transaction.</summary>
internal sealed class CountSum(Tally past)
{
    private readonly long[] _waiting = new long[Enum.GetValues<Priority>().Length];
    private Tally _tally = past;
    private long _delayed;
    private long _parked;
    private long _oldest = long.MaxValue;

    public bool Add(DayReader reader, bool sends, long nowMs)
    {
        reader.Names.TryFind(Queues.Sends, out var queue);
        AddTally(reader, sends);
        AddWaiting(reader, sends, queue, nowMs);
        AddParked(reader, sends, queue);
        return true;
    }

    public StoreCounts ToCounts() => new(
        _tally.Accepted, _tally.Completed, _tally.Dropped, _tally.Expired, _waiting, _delayed, _parked,
        _oldest == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(_oldest));

    private static string Which(bool sends) => sends ? "=" : "<>";

    private void AddTally(DayReader reader, bool sends)
    {
        using var rows = reader.Connection.PrepareOnce("SELECT accepted, completed, dropped, expired FROM tally WHERE sends = ?1");
        rows.Bind(1, sends ? 1 : 0);
        while (rows.Step())
        {
            _tally.Accepted += rows.Long(0);
            _tally.Completed += rows.Long(1);
            _tally.Dropped += rows.Long(2);
            _tally.Expired += rows.Long(3);
        }
    }

    private void AddWaiting(DayReader reader, bool sends, long queue, long nowMs)
    {
        using var rows = reader.Connection.PrepareOnce(
            $"SELECT priority, count(*), sum(due > ?2), min(received) FROM waiting WHERE queue {Which(sends)} ?1 GROUP BY priority");
        rows.Bind(1, queue).Bind(2, nowMs);
        while (rows.Step())
        {
            var delayed = rows.Long(2);
            _waiting[rows.Long(0)] += rows.Long(1) - delayed;
            _delayed += delayed;
            _oldest = Math.Min(_oldest, rows.Long(3));
        }
    }

    private void AddParked(DayReader reader, bool sends, long queue)
    {
        // CROSS keeps the few parked rows outside: left to itself SQLite walks every message of the day.
        using var rows = reader.Connection.PrepareOnce(
            $"SELECT count(*) FROM parked CROSS JOIN message USING(position) WHERE queue {Which(sends)} ?1");
        rows.Bind(1, queue);
        while (rows.Step())
        {
            _parked += rows.Long(0);
        }
    }
}
