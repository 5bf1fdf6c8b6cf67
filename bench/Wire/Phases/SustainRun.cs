using Relevo.Wire.Load;

namespace Relevo.Wire.Phases;

/// <summary>A minute all the way.</summary>
/// <param name="Load">What the generator saw.</param>
/// <param name="Delivered">Arrivals per second while the load ran.</param>
/// <param name="Samples">Accepted and not delivered, every two seconds.</param>
/// <param name="Lost">Accepted and never delivered.</param>
internal sealed record SustainRun(WrkResult Load, double Delivered, IReadOnlyList<long> Samples, long Lost)
{
    private const int Shown = 10;

    public long Most => Samples.Count == 0 ? 0 : Samples.Max();

    public long Behind => Samples.Count == 0 ? 0 : Samples[^1];

    /// <summary>Some of the samples, in order, in words.</summary>
    public string Course => "behind over time: " + string.Join(" ", Samples.Where((_, i) => i % Math.Max(1, Samples.Count / Shown) == 0).Select(each => FormattableString.Invariant($"{each:N0}")));
}
