using System.Globalization;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>How many processors the gateway may use: those of the machine, or what the quota of its cgroup (version 1 or 2) leaves of them.</summary>
internal sealed class ProcessorShare
{
    private readonly List<string> _files = [];

    /// <summary>Finds the files in which the quota stands.</summary>
    /// <param name="root">Where <c>proc</c> and <c>sys</c> are.</param>
    public ProcessorShare(string root = "/")
    {
        var groups = Path.Combine(root, "sys/fs/cgroup");
        foreach (var line in Text(Path.Combine(root, "proc/self/cgroup")).Split('\n'))
        {
            var parts = line.Split(':', 3);
            if (parts is [_, "", var path])
            {
                Add(groups, path, "cpu.max");
            }
            else if (parts is [_, var controllers, var own] && controllers.Split(',').Contains("cpu", StringComparer.Ordinal))
            {
                Add(Path.Combine(groups, "cpu"), own, "cpu.cfs_quota_us");
            }
        }
    }

    /// <summary>As many as it may use now, 0.4 for two fifths of one.</summary>
    public double Read() => _files.Select(Quota).Append(Environment.ProcessorCount).Min();

    // What holds for a group holds for all in it. Inside a container the path may be one that only the machine outside knows.
    private void Add(string mount, string path, string file)
    {
        for (var folder = path.Trim('/'); folder.Length > 0; folder = Path.GetDirectoryName(folder) ?? "")
        {
            _files.Add(Path.Combine(mount, folder, file));
        }

        _files.Add(Path.Combine(mount, file));
    }

    private static double Quota(string file)
    {
        var isOld = file.EndsWith("quota_us", StringComparison.Ordinal);
        var words = isOld ? [Text(file), Text(file.Replace("quota_us", "period_us", StringComparison.Ordinal))] : Text(file).Split(' ');
        return words is [var quota, var period] && Number(quota) is { } most && Number(period) is { } of ? most / of : double.PositiveInfinity;
    }

    // "max" and -1 are no limit.
    private static double? Number(string word) =>
        double.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static string Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        }
        // What cannot be read limits nothing.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
