using System.Globalization;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A processor cgroup (version 1 or 2) of one gateway, whose share can be cut while it runs.</summary>
internal sealed class CpuGroup : IDisposable
{
    private const string Version1 = "/sys/fs/cgroup/cpu";
    private const string Version2 = "/sys/fs/cgroup";
    private const int PeriodMicroseconds = 100_000;
    private readonly string _folder;
    private readonly bool _isVersion2;

    private CpuGroup(string folder, bool isVersion2) => (_folder, _isVersion2) = (folder, isVersion2);

    /// <summary>Why none can be made, or null.</summary>
    public static string? WhyNot { get; private set; }

    /// <summary>Joins the group and becomes the gateway.</summary>
    public string[] Prefix => ["/bin/sh", "-c", $"echo $$ > {_folder}/cgroup.procs && exec \"$@\"", "sh"];

    public static CpuGroup? TryCreate()
    {
        var isVersion2 = !Directory.Exists(Version1);
        var folder = Path.Combine(isVersion2 ? Version2 : Version1, $"relevo-test-{Environment.ProcessId}-{Ports.Next()}");
        try
        {
            Directory.CreateDirectory(folder);
            var group = new CpuGroup(folder, isVersion2);
            group.Allow(100);
            return group;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WhyNot = error.Message;
            return null;
        }
    }

    /// <summary>So much of all processors from now on.</summary>
    public void Allow(int percent)
    {
        var quota = (PeriodMicroseconds * Environment.ProcessorCount / 100 * percent).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(_folder, _isVersion2 ? "cpu.max" : "cpu.cfs_quota_us"), quota); // the period is the usual one
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder);
        }
        catch (IOException)
        {
            return; // Its process is still ending; an empty group costs nothing.
        }
    }
}
