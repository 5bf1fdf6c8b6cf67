using System.Globalization;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Figures that must fit each other.</summary>
internal static class BoundRules
{
    public static void Check(GatewaySettings settings, RuleReport report)
    {
        var lanes = settings.Lanes;
        var shares = lanes.HighShare + lanes.NormalShare + lanes.LowShare;
        if (shares != 100)
        {
            report.Error("Lanes", string.Create(CultureInfo.InvariantCulture, $"HighShare, NormalShare and LowShare must add up to 100, not {shares}"));
        }

        var delivery = settings.Delivery;
        NotAbove("Delivery:FirstPauseSeconds", delivery.FirstPauseSeconds, "LongestPauseSeconds", delivery.LongestPauseSeconds, report);
        NotAbove("Delivery:ProbeFirstSeconds", delivery.ProbeFirstSeconds, "ProbeLongestSeconds", delivery.ProbeLongestSeconds, report);
        NotAbove("Health:ProbeSeconds", settings.Health.ProbeSeconds, "ReadyAgeSeconds", settings.Health.ReadyAgeSeconds, report);
        NotAbove("Ingress:MaxBodyBytes", settings.Ingress.MaxBodyBytes, "MaxBufferedBytes", settings.Ingress.MaxBufferedBytes, report);
        if (settings.Storage is { Engine: "sqlite", ConnectionString: not null })
        {
            report.Warn("Storage:ConnectionString", "is not used by the engine sqlite, which keeps its file in Gateway:DataDirectory");
        }
    }

    private static void NotAbove(string path, double value, string limitName, double limit, RuleReport report)
    {
        if (value > limit)
        {
            report.Error(path, string.Create(CultureInfo.InvariantCulture, $"must not be above {limitName}: {value:#,0.###} is more than {limit:#,0.###}"));
        }
    }
}
