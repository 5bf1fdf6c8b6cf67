using System.Diagnostics;
using System.Globalization;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Faults at the N-th system call. As a prefix the tracer is a grandchild, so that the process we start is the gateway itself.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private readonly Process _tracer;

    private Strace(Process tracer)
    {
        _tracer = tracer;
    }

    /// <summary>Why it cannot be used here, or null.</summary>
    public static string? WhyNot { get; } =
        Tool.Find("strace") is null ? "strace is not installed"
        : !Native.IsRoot ? "attaching to a running process needs root"
        : null;

    /// <summary>
    /// Prefix that injects <paramref name="injection"/> (strace's own words after <c>inject=</c>). Without <c>--seccomp-bpf</c>:
    /// strace 6.1 with it never sends the signal of <c>signal=…:when=N</c> for an N above 1.
    /// </summary>
    public static string[] Inject(string calls, string injection) =>
        [Program(), "-D", "-f", "-qqq", "-e", "signal=none", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:{injection}"];

    /// <summary>Prefix that only writes the calls down.</summary>
    public static string[] Record(string calls, string log) =>
        [Program(), "-D", "-f", "--seccomp-bpf", "-qqq", "-y", "-e", "signal=none", "-o", log, "-e", $"trace={calls}"];

    /// <summary>Injects into every thread of a running gateway until it is disposed.</summary>
    public static async Task<Strace> AttachAsync(int process, string calls, string injection, string log)
    {
        var trace = calls + ",openat,close";
        string[] arguments = ["-f", "-qqq", "-y", "-e", "signal=none", "-o", log, "-e", $"trace={trace}", "-e", $"inject={calls}:{injection}", "-p", process.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(Program(), arguments) { UseShellExecute = false };
        var tracer = new Strace(Process.Start(start) ?? throw new InvalidOperationException("strace did not start."));
        await Wait.UntilAsync(() => IsTraced(process), "strace follows every thread of the gateway");
        return tracer;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_tracer.HasExited)
        {
            Native.Signal(_tracer.Id, Native.SigTerm);
            await _tracer.WaitForExitAsync();
        }

        _tracer.Dispose();
    }

    /// <summary>How often each thread made a call, from a recording.</summary>
    public static IReadOnlyList<int> CallsPerThread(string log, string call) =>
        [.. File.ReadLines(log).Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 2 && words[1].StartsWith(call + "(", StringComparison.Ordinal))
            .GroupBy(words => words[0]).Select(group => group.Count())];

    private static bool IsTraced(int process) =>
        Directory.EnumerateDirectories($"/proc/{process}/task").All(task => !StatusOf(task).Contains("TracerPid:\t0\n", StringComparison.Ordinal));

    private static string StatusOf(string task)
    {
        try
        {
            return File.ReadAllText(task + "/status");
        }
        catch (IOException)
        {
            return ""; // The thread ended meanwhile.
        }
    }

    private static string Program() => Tool.Find("strace") ?? throw new InvalidOperationException(WhyNot);
}
