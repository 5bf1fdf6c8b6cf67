using System.Text.Json;

namespace Relevo.Gateway.Configuration.Reloading;

/// <summary>Which sections may change while the gateway runs, and which wait for a restart.</summary>
internal static class SettingsSections
{
    private static readonly (string Name, Func<GatewaySettings, object> Get)[] Live =
    [
        ("Numbers", s => s.Numbers),
        ("Applications", s => s.Applications),
        ("Templates", s => s.Templates),
        ("Api", s => s.Api),
        ("Delivery", s => s.Delivery),
    ];

    private static readonly (string Name, Func<GatewaySettings, object> Get)[] Fixed =
    [
        ("Gateway", s => s.Gateway),
        ("Storage", s => s.Storage),
        ("Redis", s => s.Redis),
        ("Ingress", s => s.Ingress),
        ("Lanes", s => s.Lanes),
        ("Health", s => s.Health),
        ("Logging", s => s.Logging),
    ];

    /// <summary>Names of live sections that differ.</summary>
    public static IReadOnlyList<string> Changed(GatewaySettings now, GatewaySettings next) => Differing(Live, now, next);

    /// <summary>Names of differing sections that take effect with the next start only.</summary>
    public static IReadOnlyList<string> NeedRestart(GatewaySettings now, GatewaySettings next) => Differing(Fixed, now, next);

    /// <summary>The live sections of <paramref name="next"/> on what <paramref name="now"/> runs with.</summary>
    public static GatewaySettings Merge(GatewaySettings now, GatewaySettings next) => new()
    {
        Gateway = now.Gateway,
        Numbers = next.Numbers,
        Applications = next.Applications,
        Templates = next.Templates,
        Storage = now.Storage,
        Redis = now.Redis,
        Api = next.Api,
        Ingress = now.Ingress,
        Lanes = now.Lanes,
        Delivery = next.Delivery,
        Health = now.Health,
        Logging = now.Logging,
    };

    private static List<string> Differing((string Name, Func<GatewaySettings, object> Get)[] sections, GatewaySettings now, GatewaySettings next) =>
        [.. sections.Where(s => Text(s.Get(now)) != Text(s.Get(next))).Select(s => s.Name)];

    // Rare and small, so the simplest exact comparison is right; a change of order counts as a change and does no harm.
    private static string Text(object section) => JsonSerializer.Serialize(section, section.GetType());
}
