namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Faults at the N-th system call. The tracer is a grandchild, so that the process we start is the gateway itself.</summary>
internal static class Strace
{
    /// <summary>Why it cannot be used here, or null.</summary>
    public static string? WhyNot { get; } = Tool.Find("strace") is null ? "strace is not installed" : null;

    /// <summary>Prefix that injects <paramref name="injection"/> (strace's own words after <c>inject=</c>).</summary>
    public static string[] Inject(string calls, string injection, string? log = null) =>
        [Program, "-D", "-f", "--seccomp-bpf", "-qqq", "-e", "signal=none", "-o", log ?? "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:{injection}"];

    /// <summary>Prefix that only writes the calls down.</summary>
    public static string[] Record(string calls, string log) =>
        [Program, "-D", "-f", "--seccomp-bpf", "-qqq", "-y", "-e", "signal=none", "-o", log, "-e", $"trace={calls}"];

    private static string Program => Tool.Find("strace") ?? throw new InvalidOperationException(WhyNot);
}
