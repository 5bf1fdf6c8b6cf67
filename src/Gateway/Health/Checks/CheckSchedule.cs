using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>When each component is looked at: what the settings say, else what is usual for its kind.</summary>
internal static class CheckSchedule
{
    private const double Usual = 15;
    private const double OfProviders = 180;
    private const double CriticalTimeout = 5;
    private const double OtherTimeout = 10;

    private static readonly Dictionary<string, double> Intervals = new(StringComparer.Ordinal)
    {
        [ComponentNames.LoadBalancer] = 10,
        [ComponentNames.Cache] = 10,
        ["console"] = 60,
        ["analytics"] = 120,
    };

    /// <summary>The times of a component.</summary>
    public static CheckTimes Of(string name, bool isCritical, HealthOptions options)
    {
        var own = options.Checks.TryGetValue(name, out var set) ? set : new CheckOptions();
        var interval = own.IntervalSeconds ?? (Intervals.TryGetValue(name, out var known) ? known : name.StartsWith(ComponentNames.Provider(""), StringComparison.Ordinal) ? OfProviders : Usual);
        var timeout = own.TimeoutSeconds ?? (isCritical ? CriticalTimeout : OtherTimeout);
        return new CheckTimes(TimeSpan.FromSeconds(interval), TimeSpan.FromSeconds(timeout), TimeSpan.FromSeconds(options.CloserSeconds));
    }
}
