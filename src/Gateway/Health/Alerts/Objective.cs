namespace Relevo.Gateway.Health.Alerts;

/// <summary>
/// A promise that 99.9 % of some work succeeds, and the alerts that tell when so much fails that it will not be kept.
/// The budget is the tenth of a percent that may fail in 30 days. Burning it 14.4 times as fast as it lasts takes 2 % of it in
/// an hour: a full outage is told after 51.8 s, 5 % of failures after 17.3 min. Six times as fast takes 5 % of it in six hours.
/// The short window ends the alert soon after the trouble has ended.
/// </summary>
/// <param name="Work">Name of the work in names of rules, say <c>webhook</c>.</param>
/// <param name="Bad">The counter of what failed.</param>
/// <param name="All">The counter of everything that counts.</param>
internal sealed record Objective(string Work, string Bad, string All)
{
    /// <summary>Share of the work that may fail.</summary>
    public const double Budget = 0.001;

    /// <summary>How much faster than allowed the budget goes, over an hour and five minutes.</summary>
    public const double Fast = 14.4;

    /// <summary>The same over six hours and half an hour.</summary>
    public const double Slow = 6;

    private static readonly string[] Windows = ["5m", "30m", "1h", "6h"];

    /// <summary>The shares of failures that the alerts watch.</summary>
    public IEnumerable<RecordedRatio> Ratios => Windows.Select(window => new RecordedRatio(
        Recorded(window),
        $"sum without (provider, number, outcome) (rate({Bad}[{window}])) / sum without (provider, number, outcome) (rate({All}[{window}]))"));

    /// <summary>What must hold while the budget burns fast.</summary>
    public IReadOnlyList<AlertCondition> BurnsFast => [Above("1h", Fast), Above("5m", Fast)];

    /// <summary>What must hold while it burns slowly.</summary>
    public IReadOnlyList<AlertCondition> BurnsSlowly => [Above("6h", Slow), Above("30m", Slow)];

    /// <summary>The name of the share over a window.</summary>
    public string Recorded(string window) => $"relevo:{Work}_failures:ratio_rate{window}";

    private AlertCondition Above(string window, double rate) => new(Recorded(window), ">", Math.Round(rate * Budget, 6));
}
