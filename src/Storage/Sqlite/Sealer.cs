using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Moves full slices of keys out of memory: sorted beside the writer, written by it a few blocks per commit, so that no
/// commit gets long. Until the segment is durable the slice stays in memory, and its records in the file. One slice at a
/// time; each step asks first whether its slice still stands, because a failure may have replaced it.
/// </summary>
internal sealed class Sealer(StoreState state, Func<Action<WriteScope>, Task> run, TimeProvider time, ILogger logger)
{
    private const int BlocksPerCommit = 16; // 128 KiB
    private const int RecordsPerCommit = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private Task _sealing = Task.CompletedTask;
    private long _failedAt;
    private volatile bool _hasFailed;
    private volatile bool _stopped;

    /// <summary>Called by the writer after each batch.</summary>
    public void Tend(DayFile today)
    {
        if (_sealing.IsCompleted && state.Keys.NextToSeal(today) is { } slice && !(_hasFailed && time.GetElapsedTime(_failedAt) < Pause))
        {
            _sealing = Task.Run(() => SealAsync(slice));
        }
    }

    /// <summary>Completes when the work at hand has ended, which it does with the writer.</summary>
    public Task StopAsync()
    {
        _stopped = true;
        return _sealing;
    }

    private async Task SealAsync(KeySlice slice)
    {
        try
        {
            await SealOneAsync(slice);
            _hasFailed = false;
        }
        catch (Exception error)
        {
            _failedAt = time.GetTimestamp();
            _hasFailed = true;
            if (!_stopped)
            {
                Log.SealFailed(logger, error);
            }
        }
    }

    private async Task SealOneAsync(KeySlice slice)
    {
        var (first, last, count, newest) = (slice.First, slice.Last, slice.Count, slice.NewestMs);
        var builder = new SegmentBuilder(count);
        var id = slice.File.Read(reader => reader.ReadRecords(first, last, builder), gone: 0);
        if (id == 0)
        {
            return; // the day was dropped
        }

        if (builder.Count != count)
        {
            throw new StoreException($"{Path.GetFileName(slice.File.Path)} holds {builder.Count} of {count} records of keys.");
        }

        var (segment, keys, conversations) = builder.Build(id, first, last, newest);
        if (await WriteBlocksAsync(slice, "key_block", id, keys) && await WriteBlocksAsync(slice, "conversation_block", id, conversations))
        {
            await StepAsync(slice, scope =>
            {
                slice.File.Writer.InsertSegment(segment);
                scope.AfterCommit(() => state.Keys.Replace(slice, segment));
            });
            await DeleteRecordsAsync(slice.File);
        }
    }

    private async Task<bool> WriteBlocksAsync(KeySlice slice, string table, long segment, List<byte[]> blocks)
    {
        for (var start = 0; start < blocks.Count; start += BlocksPerCommit)
        {
            var from = start;
            var stands = await StepAsync(slice, _ =>
            {
                for (var i = from; i < Math.Min(from + BlocksPerCommit, blocks.Count); i++)
                {
                    slice.File.Writer.InsertBlock(table, KeyBlocks.BlockId(segment, i), blocks[i]);
                }
            });
            if (!stands)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> StepAsync(KeySlice slice, Action<WriteScope> step)
    {
        var stands = false;
        await run(scope =>
        {
            stands = state.Keys.Holds(slice);
            if (stands)
            {
                step(scope);
            }
        });
        return stands;
    }

    private async Task DeleteRecordsAsync(DayFile file)
    {
        var more = true;
        while (more)
        {
            await run(scope => more = scope.State.Days.All.Contains(file) && file.Writer.DeleteSealedRecords(RecordsPerCommit));
        }
    }
}
