using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Relevo.Wire.Load;

namespace Relevo.Wire.Reporting;

/// <summary>What a reader needs to know of the machine; nothing that names it.</summary>
internal sealed record MachineFacts(string Date, int Cores, string Processor, double MemoryGiB, string Kernel, string Runtime, string FileSystem, double SyncMilliseconds, double LoadBefore, string Generator)
{
    private const int Syncs = 100;

    public static MachineFacts Read(WireOptions options) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Environment.ProcessorCount,
        Line("/proc/cpuinfo", "model name"),
        Math.Round(double.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1024 * 1024), 1),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        FileSystemOf(options.DataFolder),
        MedianSync(options.DataFolder),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
        Wrk.Version() ?? throw new WireException("wrk is not installed; on Debian: apt-get install wrk"));

    public IEnumerable<string> Lines() =>
    [
        FormattableString.Invariant($"{Cores} cores ({Processor}), shared by the servers and the load generator; {MemoryGiB} GiB memory; load before the run {LoadBefore:0.0}"),
        FormattableString.Invariant($"Linux {Kernel}, {Runtime}, {Generator}"),
        FormattableString.Invariant($"data on {FileSystem}, a write and its sync take {SyncMilliseconds:0.00} ms (median of {Syncs})"),
    ];

    public bool IsInMemory => FileSystem is "tmpfs" or "ramfs" or "devtmpfs";

    private static string Line(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "0";

    private static string FileSystemOf(string folder)
    {
        var full = Path.GetFullPath(folder).TrimEnd('/') + "/";
        return File.ReadLines("/proc/mounts")
            .Select(line => line.Split(' '))
            .Where(words => full.StartsWith(words[1].TrimEnd('/') + "/", StringComparison.Ordinal))
            .MaxBy(words => words[1].Length)?[2] ?? "unknown";
    }

    private static double MedianSync(string folder)
    {
        var file = Path.Combine(folder, "relevo-wire-sync-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        using var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
        var block = new byte[4096];
        return Median.Of(Enumerable.Range(0, Syncs).Select(i =>
        {
            var began = Stopwatch.GetTimestamp();
            RandomAccess.Write(handle, block, i * (long)block.Length);
            RandomAccess.FlushToDisk(handle);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }));
    }
}
