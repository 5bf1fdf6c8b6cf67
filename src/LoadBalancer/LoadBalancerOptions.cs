using System.ComponentModel.DataAnnotations;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer;

/// <summary>Which number speaks next, how fast, and when one is left out.</summary>
public sealed class LoadBalancerOptions
{
    /// <summary>How new contacts are shared: `weighted` (by hash of the contact, in proportion to weight), `round-robin` or `least-loaded` (fewest contacts in 24 h). Default `weighted`.</summary>
    [RegularExpression("^(weighted|round-robin|least-loaded)$", ErrorMessage = "must be weighted, round-robin or least-loaded")]
    public string Algorithm { get; set; } = "weighted";

    /// <summary>`weighted`: a number takes no more than so many times its fair share of the new contacts, counted since the pool last changed. Default 1.25.</summary>
    [Range(1.01, 10)]
    public double LoadBound { get; set; } = 1.25;

    /// <summary>A number whose line is longer than it can send in so many seconds, its rest included, gets no new contacts while others can take them. Default 10.</summary>
    [Range(1, 86_400)]
    public int MaxLineSeconds { get; set; } = 10;

    /// <summary>How fast numbers send.</summary>
    public PacingOptions Pacing { get; set; } = new();

    /// <summary>How numbers that are new begin.</summary>
    public WarmUpOptions WarmUp { get; set; } = new();

    /// <summary>When a failing number is left out.</summary>
    public OutlierOptions Outliers { get; set; } = new();

    /// <summary>When a number that accepts and is never acknowledged is left out.</summary>
    public ReceiptOptions Receipts { get; set; } = new();

    /// <summary>How a number comes back.</summary>
    public ReturnOptions Return { get; set; } = new();
}
