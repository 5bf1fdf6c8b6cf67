using System.Globalization;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A disk of its own for one gateway: ext4 in a file, mounted through a loop device, so that it can be broken.</summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private string? _device;
    private bool _frozen;

    private LoopDisk()
    {
    }

    /// <summary>Why the machine does not allow it, or null.</summary>
    public static string? WhyNot { get; private set; } = FirstReason();

    public string MountPoint => _folder.File("disk");

    public string DataDirectory => Path.Combine(MountPoint, "data");

    private string Image => _folder.File("image");

    private string Ballast => Path.Combine(MountPoint, "ballast");

    /// <summary>A mounted disk, or null when the machine refuses; the reason is then in <see cref="WhyNot"/>.</summary>
    public static async Task<LoopDisk?> CreateAsync(int megabytes = 256)
    {
        if (WhyNot is not null)
        {
            return null;
        }

        var disk = new LoopDisk();
        Directory.CreateDirectory(disk.MountPoint);
        await using (var image = File.Create(disk.Image))
        {
            image.SetLength(megabytes * 1024L * 1024L);
        }

        await Tool.RunAsync("mkfs.ext4", "-q", "-F", "-m", "0", disk.Image);
        var (code, text) = await disk.TryMountAsync();
        if (code == 0)
        {
            return disk;
        }

        WhyNot = $"a file system cannot be mounted here: {text.Trim()}";
        await disk.DisposeAsync();
        return null;
    }

    /// <summary>What was not synced is gone, and nothing is written any more.</summary>
    public void CutPower()
    {
        GuardMount();
        Native.ShutDownFileSystem(MountPoint);
    }

    /// <summary>Unmounts and mounts again, as a machine that comes back.</summary>
    public async Task RemountAsync()
    {
        await UnmountAsync();
        var (code, text) = await TryMountAsync();
        Assert.True(code == 0, text);
    }

    /// <summary>The kernel finds an error and makes the file system read-only.</summary>
    public void TurnReadOnly()
    {
        GuardMount();
        File.WriteAllText($"/sys/fs/ext4/{Path.GetFileName(_device)}/trigger_fs_error", "test");
    }

    /// <summary>Leaves only so many bytes free, give or take a megabyte; with 0 not a single block.</summary>
    public async Task FillAsync(long leave)
    {
        const long Megabyte = 1024 * 1024;
        GuardMount();
        var free = new DriveInfo(MountPoint).AvailableFreeSpace;
        var ballast = File.Exists(Ballast) ? new FileInfo(Ballast).Length : 0;
        var size = Math.Max(ballast + free - leave - Megabyte, Megabyte).ToString(CultureInfo.InvariantCulture);
        await Tool.RunAsync("fallocate", "-l", size, Ballast);
        if (leave == 0)
        {
            await Tool.TryRunAsync("dd", "if=/dev/zero", "of=" + Ballast + "2", "bs=4096"); // Ends with "no space left".
        }
    }

    public void MakeRoom()
    {
        File.Delete(Ballast);
        File.Delete(Ballast + "2");
    }

    /// <summary>Every write stands still until <see cref="ThawAsync"/>.</summary>
    public async Task FreezeAsync()
    {
        GuardMount();
        await Tool.RunAsync("fsfreeze", "-f", MountPoint);
        _frozen = true;
    }

    public async Task ThawAsync()
    {
        if (_frozen)
        {
            _frozen = false;
            await Tool.RunAsync("fsfreeze", "-u", MountPoint);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ThawAsync();
        await UnmountAsync();
        _folder.Dispose();
    }

    private static string? FirstReason() =>
        !Native.IsRoot ? "mounting a file system needs root"
        : Tool.Find("mkfs.ext4") is null ? "mkfs.ext4 is not installed"
        : Tool.Find("mount") is null || Tool.Find("fsfreeze") is null ? "mount or fsfreeze is not installed"
        : !File.Exists("/dev/loop-control") ? "the machine has no loop devices"
        : null;

    private async Task<(int Code, string Output)> TryMountAsync()
    {
        var result = await Tool.TryRunAsync("mount", "-o", "loop,errors=remount-ro", Image, MountPoint);
        _device = Mounted();
        return result.Code == 0 && _device is null ? (1, "it does not appear in /proc/mounts") : result;
    }

    private async Task UnmountAsync()
    {
        if (Mounted() is null)
        {
            return;
        }

        // A killed process may hold a file for a moment longer.
        await Wait.UntilAsync(async () => (await Tool.TryRunAsync("umount", MountPoint)).Code == 0 || Mounted() is null, "the disk can be unmounted");
    }

    /// <summary>The loop device behind the mount point, from the kernel's own table.</summary>
    private string? Mounted() => File.ReadLines("/proc/mounts").Select(line => line.Split(' '))
        .Where(words => words[1] == MountPoint && words[0].StartsWith("/dev/loop", StringComparison.Ordinal)).Select(words => words[0]).LastOrDefault();

    /// <summary>Faults go to our own disk or nowhere.</summary>
    private void GuardMount()
    {
        if (_device is null || Mounted() != _device)
        {
            throw new InvalidOperationException($"{MountPoint} is not our loop device: the fault would hit the machine.");
        }
    }
}
