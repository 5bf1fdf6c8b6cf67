using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Limits;

namespace Relevo.Gateway.Api.Views;

/// <summary>A number without its secrets.</summary>
internal sealed record NumberView(
    string Name, string Provider, string Role, int Weight, string? Application, string Profile, double MessagesPerSecond, int Burst, int? MessagesPerDay)
{
    public static NumberView Of(string name, NumberOptions number, IEnumerable<string> applications)
    {
        var limits = NumberLimits.Resolve(number.Provider, number.Profile, number.MessagesPerSecond, number.Burst);
        return new NumberView(
            name,
            number.Provider,
            number.Role,
            number.Weight,
            number.Application ?? applications.FirstOrDefault(),
            limits.Profile,
            limits.MessagesPerSecond,
            limits.Burst,
            number.MessagesPerDay);
    }
}
