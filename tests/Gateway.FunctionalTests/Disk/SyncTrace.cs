using System.Text.RegularExpressions;

namespace Relevo.Gateway.FunctionalTests.Disk;

/// <summary>Reads strace's notes of syncs, opens and closes.</summary>
internal static partial class SyncTrace
{
    /// <summary>After a failed sync of a file handle there is no further one on it until it was closed.</summary>
    public static void AssertNoSecondSync(IEnumerable<string> lines)
    {
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (call, file, isFailure) in Calls(lines))
        {
            if (call == "close")
            {
                failed.Remove(file);
                continue;
            }

            Assert.False(failed.Contains(file), $"{file} was synced again after its sync had failed.");
            if (isFailure)
            {
                failed.Add(file);
            }
        }
    }

    /// <summary>Calls in the order of their ends; one that other threads interrupted in the notes is put together again.</summary>
    private static IEnumerable<(string Call, string File, bool IsFailure)> Calls(IEnumerable<string> lines)
    {
        var unfinished = new Dictionary<string, (string Call, string File)>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var isFailure = line.Contains("(INJECTED)", StringComparison.Ordinal);
            if (Begin().Match(line) is { Success: true } begin)
            {
                var (call, file) = (begin.Groups["call"].Value, begin.Groups["file"].Value);
                if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                {
                    unfinished[begin.Groups["thread"].Value] = (call, file);
                }
                else
                {
                    yield return (call, file, isFailure);
                }
            }
            else if (End().Match(line) is { Success: true } end && unfinished.Remove(end.Groups["thread"].Value, out var started))
            {
                yield return (started.Call, started.File, isFailure);
            }
        }
    }

    /// <summary><c>4711 fsync(12&lt;/data/x&gt;) = 0</c>.</summary>
    [GeneratedRegex(@"^(?<thread>\d+)\s+(?<call>fsync|fdatasync|close)\((?<file>\d+<[^>]*>)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Begin();

    /// <summary><c>4711 &lt;... fsync resumed&gt;) = -1 EIO (Input/output error) (INJECTED)</c>.</summary>
    [GeneratedRegex(@"^(?<thread>\d+)\s+<\.\.\. (fsync|fdatasync|close) resumed>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex End();
}
