using System.Diagnostics;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Records;
using Relevo.Storage.Sqlite;
using Relevo.Storage.Tests.Suite;
using Relevo.Storage.Tests.Support;
using Relevo.Tests.Shared;
using Record = Relevo.Resilience.Records.Record; // xunit has one too

namespace Relevo.Storage.Tests.Sqlite;

/// <summary>A real disk that is really full: a small memory file system, which only root may mount.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int DiskMegabytes = 24;
    private readonly string _disk = Directory.CreateTempSubdirectory("relevo-disk-").FullName;
    private readonly bool _mounted;

    public FullDiskTests() => _mounted = Run("mount", $"-t tmpfs -o size={DiskMegabytes}m relevo-test {_disk}");

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", $"-l {_disk}");
        }

        Directory.Delete(_disk);
    }

    [SkippableFact]
    public async Task FullDisk_RefusesBeforeItIsFullWhileWorkGoesOn()
    {
        Skip.IfNot(_mounted, "Mounting takes root.");
        var options = SqliteBed.SmallOptions();
        options.MinFreeBytes = 8 * 1024 * 1024;
        await using var bed = await SqliteBed.OpenAsync(options, Path.Combine(_disk, "data"));
        var stored = await FillAsync(bed, AppendStatus.Unavailable);
        Assert.Contains("the disk is nearly full", bed.Store.Refusal, StringComparison.Ordinal);

        await bed.Store.SettleAsync([.. stored.Select(Make.Done)]);
        Assert.Equal((stored.Count, stored.Count, 0), (bed.Store.Count(sends: false).Accepted, bed.Store.Count(sends: false).Completed, bed.Store.Count(sends: false).Gap));
    }

    [SkippableFact]
    public async Task FullDisk_WithoutReserve_AnswersUnavailableAndHealsWhenThereIsSpace()
    {
        Skip.IfNot(_mounted, "Mounting takes root.");
        await using var bed = await SqliteBed.OpenAsync(folder: Path.Combine(_disk, "data"));
        var ballast = Path.Combine(_disk, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[12 * 1024 * 1024]);
        var stored = await FillAsync(bed, AppendStatus.Unavailable);
        for (var i = 0; i < 20; i++)
        {
            await bed.Store.TryStoreAsync(Big(bed, $"full{i}"));
        }

        var accepted = bed.Store.Count(sends: false).Accepted;
        Assert.True(accepted >= stored.Count);
        File.Delete(ballast);
        await bed.Store.HealedAsync();
        await bed.Store.StoreAsync(Big(bed, "after"));
        Assert.All(await Task.WhenAll(stored.Select(message => bed.Store.TryStoreAsync(Make.Message(bed.Time, message.DedupeKey)))), result => Assert.Equal(1, result.Duplicates));
        bed.Store.AssertNoGap();

        await bed.KillAsync();
        Assert.Empty(bed.Announced);
        Assert.True(bed.Store.Backlog().Count >= stored.Count + 1);
        bed.Store.AssertNoGap();
    }

    [SkippableFact]
    public async Task FullDisk_AtTheStart_DoesNotKeepTheGatewayDown()
    {
        Skip.IfNot(_mounted, "Mounting takes root.");
        var options = SqliteBed.SmallOptions();
        options.MinFreeBytes = 1024 * 1024;
        await using var bed = await SqliteBed.OpenAsync(options, Path.Combine(_disk, "data"));
        QueuedMessage[] stored = [.. Enumerable.Range(0, 60).Select(i => Big(bed, $"m{i}"))];
        await bed.Store.StoreAsync(stored); // all of it in the log
        await bed.Store.DisposeAsync();
        var ballast = Path.Combine(_disk, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[new DriveInfo(_disk).AvailableFreeSpace - (512 * 1024)]);

        await bed.RestartAsync();
        await bed.UntilAsync(() => bed.Store.Refusal is not null);
        Assert.Contains("the disk is nearly full", bed.Store.Refusal, StringComparison.Ordinal);
        Assert.Equal(60, bed.Store.Backlog().Count);
        await bed.Store.SettleAsync(Make.Done(stored[0]));

        File.Delete(ballast);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.UntilAsync(() => bed.Store.Refusal is null);
        Assert.Equal(60, (await bed.Store.StoreAsync(stored)).Duplicates);
        Assert.Equal(59, bed.Store.Count(sends: false).WaitingTotal);
    }

    [SkippableFact]
    public async Task FullDisk_KeepsTheRecordsThatAreThereAndTakesNewOnesOnceThereIsSpace()
    {
        Skip.IfNot(_mounted, "Mounting takes root.");
        await using var records = new SqliteRecordStore(_disk, new ManualTime(), new TestLog());
        await records.PutAsync(Note("first"), CancellationToken.None);
        var ballast = Path.Combine(_disk, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[new DriveInfo(_disk).AvailableFreeSpace - (256 * 1024)]);
        var error = await Assert.ThrowsAsync<RecordStoreException>(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await records.PutAsync(Note($"n{i}"), CancellationToken.None);
            }
        });
        Assert.Contains("operations.db", error.Message, StringComparison.Ordinal);
        Assert.NotNull(await records.FindAsync("note", "first", CancellationToken.None));

        File.Delete(ballast);
        await records.PutAsync(Note("after"), CancellationToken.None);
        Assert.NotNull(await records.FindAsync("note", "after", CancellationToken.None));
        Assert.NotNull(await records.FindAsync("note", "first", CancellationToken.None));
    }

    private static Record Note(string id) => new("note", id, new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), new string('x', 100_000));

    private static QueuedMessage Big(SqliteBed bed, string key) => Make.Message(bed.Time, key, text: new string('x', 100_000));

    private static async Task<List<QueuedMessage>> FillAsync(SqliteBed bed, AppendStatus until)
    {
        var stored = new List<QueuedMessage>();
        while (stored.Count < DiskMegabytes * 10)
        {
            var message = Big(bed, $"fill{stored.Count}");
            var result = await bed.Store.TryStoreAsync(message);
            if (result.Status == until)
            {
                return stored;
            }

            stored.Add(message);
            bed.Time.Advance(TimeSpan.FromMilliseconds(300)); // the free space is looked at four times a second
        }

        throw new InvalidOperationException("The disk never got full.");
    }

    private static bool Run(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
