using System.Globalization;

namespace Relevo.Wire.Processes;

/// <summary>What a process has used so far, from /proc.</summary>
/// <param name="CpuSeconds">Time on a core, user and system.</param>
/// <param name="RssMiB">Memory in use.</param>
/// <param name="PeakMiB">The most it ever had in use.</param>
internal sealed record Usage(double CpuSeconds, double RssMiB, double PeakMiB)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on
    private const int UserField = 11; // counted behind the program's name

    public static Usage Read(int process)
    {
        try
        {
            var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{process}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var cpu = (Number(fields[UserField]) + Number(fields[UserField + 1])) / TicksPerSecond;
            var status = File.ReadAllLines(FormattableString.Invariant($"/proc/{process}/status"));
            return new Usage(cpu, MiB(status, "VmRSS:"), MiB(status, "VmHWM:"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Usage(0, 0, 0); // it has ended
        }
    }

    private static double MiB(string[] status, string name) =>
        status.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) / 1024
            : 0;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
