using System.Globalization;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A memory cgroup (version 1 or 2) of one gateway.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string Version1 = "/sys/fs/cgroup/memory";
    private const string Version2 = "/sys/fs/cgroup";
    private readonly string _folder;
    private readonly bool _isVersion2;

    private MemoryGroup(string folder, bool isVersion2)
    {
        _folder = folder;
        _isVersion2 = isVersion2;
    }

    /// <summary>Why none can be made, or null.</summary>
    public static string? WhyNot { get; private set; }

    /// <summary>Joins the group and becomes the gateway.</summary>
    public string[] Prefix => ["/bin/sh", "-c", $"echo $$ > {_folder}/cgroup.procs && exec \"$@\"", "sh"];

    public int OutOfMemoryKills
    {
        get
        {
            var file = Path.Combine(_folder, _isVersion2 ? "memory.events" : "memory.oom_control");
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("oom_kill ", StringComparison.Ordinal));
            return line is null ? 0 : int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }
    }

    public static MemoryGroup? TryCreate(long bytes)
    {
        var isVersion2 = !Directory.Exists(Version1);
        var folder = Path.Combine(isVersion2 ? Version2 : Version1, $"relevo-test-{Environment.ProcessId}-{Ports.Next()}");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, isVersion2 ? "memory.max" : "memory.limit_in_bytes"), bytes.ToString(CultureInfo.InvariantCulture));
            return new MemoryGroup(folder, isVersion2);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WhyNot = error.Message;
            return null;
        }
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
