namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What one happening does to the world for a while.</summary>
/// <param name="From">When it begins, seconds of the day.</param>
/// <param name="To">When it has ended.</param>
internal sealed record Effect(double From, double To)
{
    /// <summary>The component whose checks fail; null for none.</summary>
    public string? Component { get; init; }

    /// <summary>Share of its looks and calls that fail.</summary>
    public double Fails { get; init; } = 1;

    /// <summary>It answers nothing instead of failing.</summary>
    public bool Hangs { get; init; }

    /// <summary>The component that it names as the reason.</summary>
    public string? BecauseOf { get; init; }

    /// <summary>Share of the work that succeeds; null for as usual.</summary>
    public double? Success { get; init; }

    /// <summary>Time that most answers take, seconds; null for as usual.</summary>
    public double? Seconds { get; init; }

    /// <summary>Percent of the disk in use at its end, growing evenly from the usual; null for as usual.</summary>
    public double? Disk { get; init; }

    /// <summary>Percent of the processors in use; null for as usual.</summary>
    public double? Processor { get; init; }

    public bool IsActive(double now) => now >= From && now < To;
}
