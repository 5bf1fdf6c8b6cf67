using Microsoft.Extensions.Logging;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Moves full slices of keys out of memory: sorted beside the writer, written by it a few blocks per commit, so that no
/// commit gets long. Until the last block is durable the slice stays in memory, and its records in the file.
/// </summary>
internal sealed class Sealer(StoreState state, Func<Action<WriteScope>, Task> run, ILogger logger)
{
    private const int BlocksPerCommit = 16; // 128 KiB
    private readonly List<KeySlice> _waiting = [];
    private Task _sealing = Task.CompletedTask;

    /// <summary>Called by the writer after each batch.</summary>
    public void Tend(DayFile today)
    {
        _waiting.AddRange(state.Keys.Freeze(today));
        if (_waiting.Count > 0 && _sealing.IsCompleted)
        {
            var slice = _waiting[0];
            _waiting.RemoveAt(0);
            _sealing = Task.Run(() => SealAsync(slice));
        }
    }

    /// <summary>Called when slices were read anew after a failure: what was frozen before is gone.</summary>
    public void Forget() => _waiting.Clear();

    private async Task SealAsync(KeySlice slice)
    {
        try
        {
            var builder = new SegmentBuilder();
            var id = slice.File.Read(reader => reader.ReadRecords(slice.First, slice.Last, builder));
            var (segment, keys, conversations) = builder.Build(id, slice.First, slice.Last, slice.ReceivedMs);
            await WriteBlocksAsync(slice.File, "key_block", id, keys);
            await WriteBlocksAsync(slice.File, "conversation_block", id, conversations);
            await run(scope =>
            {
                slice.File.Writer.InsertSegment(segment);
                scope.State.Keys.Replace(slice, segment);
            });
        }
        catch (Exception error) when (error is QueueProcessor.Store.StoreException or ObjectDisposedException)
        {
            // The store fails or was opened anew: its records are read again and frozen again from there.
            Log.SealFailed(logger, error);
            slice.IsFrozen = false;
        }
    }

    private async Task WriteBlocksAsync(DayFile file, string table, long segment, List<byte[]> blocks)
    {
        for (var start = 0; start < blocks.Count; start += BlocksPerCommit)
        {
            var from = start;
            await run(_ =>
            {
                for (var i = from; i < Math.Min(from + BlocksPerCommit, blocks.Count); i++)
                {
                    file.Writer.InsertBlock(table, KeyBlocks.BlockId(segment, i), blocks[i]);
                }
            });
        }
    }
}
