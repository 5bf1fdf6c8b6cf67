using System.Globalization;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Limits;

namespace Relevo.Gateway.Commands;

/// <summary>What one number gets after defaults and profiles.</summary>
internal sealed record EffectiveLimits(
    string Name,
    string Provider,
    string Role,
    int Weight,
    string Profile,
    double MessagesPerSecond,
    int Burst,
    int? MessagesPerDay,
    int? MaxConversations,
    string? Application)
{
    public static IReadOnlyList<EffectiveLimits> Of(GatewaySettings? settings) =>
        settings is null ? [] : [.. settings.Numbers.Select(n => Of(n.Key, n.Value, settings))];

    public IReadOnlyList<string> Cells() =>
    [
        Name,
        Provider,
        Role,
        Weight.ToString(CultureInfo.InvariantCulture),
        Profile,
        Show.Number(MessagesPerSecond),
        Burst.ToString(CultureInfo.InvariantCulture),
        MessagesPerDay is { } daily ? Show.Number(daily) : "any",
        MaxConversations is { } contacts ? Show.Number(contacts) : "any",
        Application ?? "none",
    ];

    private static EffectiveLimits Of(string name, NumberOptions number, GatewaySettings settings)
    {
        var limits = NumberLimits.Resolve(number.Provider, number.Profile, number.MessagesPerSecond, number.Burst);
        return new EffectiveLimits(
            name,
            number.Provider,
            number.Role,
            number.Weight,
            limits.Profile,
            limits.MessagesPerSecond,
            limits.Burst,
            number.MessagesPerDay,
            number.MaxConversations,
            number.Application ?? settings.Applications.Keys.FirstOrDefault());
    }
}
