using Relevo.Gateway.Health.Checks;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>The components that there are with these settings: those of the gateway itself, its providers, its applications.</summary>
internal static class KnownComponents
{
    private static readonly string[] Parts =
        [ComponentNames.LoadBalancer, ComponentNames.Queue, ComponentNames.Cache, ComponentNames.Database, ComponentNames.Webhook, ComponentNames.Records, ComponentNames.Configuration];

    public static IEnumerable<string> Of(GatewaySettings settings) => Parts
        .Concat(settings.Numbers.Values.Select(number => ComponentNames.Provider(number.Provider)))
        .Concat(settings.Applications.Keys.Select(ComponentNames.Application))
        .Distinct(StringComparer.Ordinal);
}
