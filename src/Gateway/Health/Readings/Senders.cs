using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Health.Readings;

/// <summary>The numbers that are there to send, and which of them do.</summary>
internal static class Senders
{
    /// <summary>All that should send.</summary>
    public static List<NumberStatus> Of(IReadOnlyList<NumberStatus> pool) => [.. pool.Where(number => number.Standing != NumberStanding.Inactive)];

    /// <summary>
    /// Whether a number sends. One that the pool keeps because there is no better one, and whose calls all fail, does not: the
    /// pool has to choose somebody, and who looks has to know.
    /// </summary>
    public static bool Sends(NumberStatus number, GatewaySettings settings) =>
        number.Standing is NumberStanding.Usable or NumberStanding.Draining && !Fails(number, settings);

    /// <summary>Whether as many of its calls failed in a row, the last of them a moment ago, as leave a number out while there are others.</summary>
    private static bool Fails(NumberStatus number, GatewaySettings settings) =>
        number.ErrorsLastMinute > 0 && number.FailuresInARow >= settings.LoadBalancer.Outliers.ConsecutiveFailures;
}
