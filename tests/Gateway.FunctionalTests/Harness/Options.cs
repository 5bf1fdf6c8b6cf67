using System.Globalization;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Longer variants of tests, switched on by environment variables; the README lists them.</summary>
internal static class Options
{
    public static int Number(string name, int normal) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : normal;

    /// <summary>Whether every point of a sweep is wanted instead of a sample.</summary>
    public static bool WholeSweep => Environment.GetEnvironmentVariable("RELEVO_SWEEP") == "all";

    /// <summary>Seed of random moments; printed when a test fails, so that a run can be repeated.</summary>
    public static int Seed { get; } = Number("RELEVO_SEED", Environment.TickCount & 0xFFFF);
}
