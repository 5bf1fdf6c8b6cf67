using System.Text.Json;
using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Reloading;

/// <summary>Which sections may change while the gateway runs. Every other one, also one that is new, waits for a restart.</summary>
internal static class SettingsSections
{
    private static readonly string[] Live =
    [
        nameof(GatewaySettings.Numbers),
        nameof(GatewaySettings.Applications),
        nameof(GatewaySettings.Templates),
        nameof(GatewaySettings.Api),
        nameof(GatewaySettings.Delivery),
        nameof(GatewaySettings.Sending),
        nameof(GatewaySettings.LoadBalancer),
        nameof(GatewaySettings.Scaling),
        nameof(GatewaySettings.Playbooks),
        nameof(GatewaySettings.Incidents),
        nameof(GatewaySettings.Notifications),
        nameof(GatewaySettings.Contacts),
        nameof(GatewaySettings.Escalation),
    ];

    private static readonly IReadOnlyList<SettingProperty> All = SettingProperties.Of(typeof(GatewaySettings));

    /// <summary>Names of live sections that differ.</summary>
    public static IReadOnlyList<string> Changed(GatewaySettings now, GatewaySettings next) => Differing(live: true, now, next);

    /// <summary>Names of differing sections that take effect with the next start only.</summary>
    public static IReadOnlyList<string> NeedRestart(GatewaySettings now, GatewaySettings next) => Differing(live: false, now, next);

    /// <summary>The live sections of <paramref name="next"/> on what <paramref name="now"/> runs with.</summary>
    public static GatewaySettings Merge(GatewaySettings now, GatewaySettings next)
    {
        var merged = new GatewaySettings();
        foreach (var section in All)
        {
            section.Property.SetValue(merged, section.Property.GetValue(IsLive(section) ? next : now));
        }

        return merged;
    }

    private static List<string> Differing(bool live, GatewaySettings now, GatewaySettings next) =>
        [.. All.Where(s => IsLive(s) == live && Text(s, now) != Text(s, next)).Select(s => s.Name)];

    private static bool IsLive(SettingProperty section) => Live.Contains(section.Property.Name, StringComparer.Ordinal);

    // Rare and small, so the simplest exact comparison is right; a change of order counts as a change and does no harm.
    private static string Text(SettingProperty section, GatewaySettings settings) =>
        JsonSerializer.Serialize(section.Property.GetValue(settings), section.Type);
}
