using System.Globalization;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Figures that must fit each other.</summary>
internal static class BoundRules
{
    public static void Check(GatewaySettings settings, RuleReport report)
    {
        AddUp("Lanes", settings.Lanes.HighShare, settings.Lanes.NormalShare, settings.Lanes.LowShare, report);
        var (priority, emergency) = (settings.Workers.PriorityMode, settings.Workers.EmergencyMode);
        AddUp("Workers:PriorityMode", priority.HighShare, priority.NormalShare, priority.LowShare, report);
        AddUp("Workers:EmergencyMode", emergency.HighShare, emergency.NormalShare, emergency.LowShare, report);
        var delivery = settings.Delivery;
        NotAbove("Delivery:FirstPauseSeconds", delivery.FirstPauseSeconds, "LongestPauseSeconds", delivery.LongestPauseSeconds, report);
        NotAbove("Delivery:ProbeFirstSeconds", delivery.ProbeFirstSeconds, "ProbeLongestSeconds", delivery.ProbeLongestSeconds, report);
        NotAbove("Health:ProbeSeconds", settings.Health.ProbeSeconds, "ReadyAgeSeconds", settings.Health.ReadyAgeSeconds, report);
        NotAbove("Ingress:MaxBodyBytes", settings.Ingress.MaxBodyBytes, "MaxBufferedBytes", settings.Ingress.MaxBufferedBytes, report);
        NotAbove("Degradation:CriticalRatePercent", settings.Degradation.CriticalRatePercent, "DegradedRatePercent", settings.Degradation.DegradedRatePercent, report);
        NotAbove("Degradation:EmergencyRatePercent", settings.Degradation.EmergencyRatePercent, "CriticalRatePercent", settings.Degradation.CriticalRatePercent, report);
        NotBelow("Degradation:DegradedCacheSeconds", settings.Degradation.DegradedCacheSeconds, "HealthyCacheSeconds", settings.Degradation.HealthyCacheSeconds, report);
        NotBelow("Degradation:CriticalCacheSeconds", settings.Degradation.CriticalCacheSeconds, "DegradedCacheSeconds", settings.Degradation.DegradedCacheSeconds, report);
        if (settings.Redis.ConnectionString is not null)
        {
            report.Warn("Redis:ConnectionString", "is not used: this version keeps everything on one node");
        }

        if (settings.Storage is { Engine: "sqlite", ConnectionString: not null })
        {
            report.Warn("Storage:ConnectionString", "is not used by the engine sqlite, which keeps its file in Gateway:DataDirectory");
        }
    }

    private static void AddUp(string path, int high, int normal, int low, RuleReport report)
    {
        if (high + normal + low != 100)
        {
            report.Error(path, string.Create(CultureInfo.InvariantCulture, $"HighShare, NormalShare and LowShare must add up to 100, not {high + normal + low}"));
        }
    }

    private static void NotAbove(string path, double value, string limitName, double limit, RuleReport report)
    {
        if (value > limit)
        {
            report.Error(path, string.Create(CultureInfo.InvariantCulture, $"must not be above {limitName}: {value:#,0.###} is more than {limit:#,0.###}"));
        }
    }

    private static void NotBelow(string path, double value, string limitName, double limit, RuleReport report)
    {
        if (value < limit)
        {
            report.Error(path, string.Create(CultureInfo.InvariantCulture, $"must not be below {limitName}: {value:#,0.###} is less than {limit:#,0.###}"));
        }
    }
}
