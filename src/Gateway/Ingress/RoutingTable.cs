using System.Collections.Frozen;
using Relevo.Gateway.Configuration;
using Relevo.Providers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Ingress;

/// <summary>Which number a webhook is for. Immutable; made anew from each version of the settings.</summary>
internal sealed class RoutingTable
{
    private readonly FrozenDictionary<string, NumberRoute> _byName;
    private readonly FrozenDictionary<(string Provider, string Key), NumberRoute> _byChannel;

    private RoutingTable(List<NumberRoute> routes, string publicUrl)
    {
        PublicUrl = publicUrl;
        _byName = routes.ToFrozenDictionary(route => route.Number.Name, StringComparer.Ordinal);
        _byChannel = routes.SelectMany(Channels).DistinctBy(pair => pair.Channel).ToFrozenDictionary(pair => pair.Channel, pair => pair.Route);
        Meta = [.. routes.Where(route => route.Provider.Name == ProviderNames.Meta)];
        MetaSecrets = [.. Meta.SelectMany(route => route.Secrets).DistinctBy(secret => secret.Secrets[0], StringComparer.Ordinal)];
    }

    public string PublicUrl { get; }

    public IReadOnlyList<NumberRoute> Meta { get; }

    /// <summary>Every distinct secret of a Meta number.</summary>
    public IReadOnlyList<WebhookNumber> MetaSecrets { get; }

    public static RoutingTable From(GatewaySettings settings)
    {
        var routes = new List<NumberRoute>();
        foreach (var (name, options) in settings.Numbers)
        {
            if (WebhookProviders.Find(options.Provider) is { } provider)
            {
                routes.Add(Route(name, options, provider, settings));
            }
        }

        return new RoutingTable(routes, (settings.Gateway.PublicUrl ?? "").TrimEnd('/'));
    }

    public NumberRoute? Find(string provider, string name) =>
        _byName.TryGetValue(name, out var route) && route.Provider.Name == provider ? route : null;

    public NumberRoute? FindChannel(string provider, string channelKey) => _byChannel.GetValueOrDefault((provider, channelKey));

    private static IEnumerable<((string, string) Channel, NumberRoute Route)> Channels(NumberRoute route)
    {
        yield return ((route.Provider.Name, route.Number.Key), route);
        if (route.Number.Phone is { } phone)
        {
            yield return ((route.Provider.Name, phone), route);
        }
    }

    private static NumberRoute Route(string name, NumberOptions options, WebhookProvider provider, GatewaySettings settings)
    {
        var application = options.Application ?? (settings.Applications.Count == 1 ? settings.Applications.Keys.First() : null);
        var queue = application is null ? Queues.None : Queues.ForApplication(application);
        return new NumberRoute(Number([.. options.WebhookSecrets]), provider, queue, [.. options.WebhookSecrets.Select(secret => Number([secret]))], options.AccountId);

        WebhookNumber Number(IReadOnlyList<string> secrets) => new()
        {
            Name = name,
            Provider = options.Provider,
            Key = options.Key,
            Phone = options.Phone,
            Secrets = secrets,
            VerifyToken = options.VerifyToken,
            WebhookHeader = options.WebhookHeader,
            SignatureScheme = options.SignatureScheme,
        };
    }
}
