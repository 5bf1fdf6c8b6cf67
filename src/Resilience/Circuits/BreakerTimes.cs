namespace Relevo.Resilience.Circuits;

/// <summary>What an open breaker tells about itself, replaced as a whole so that readers need no lock.</summary>
internal sealed record BreakerTimes(DateTimeOffset? OpenedAt, DateTimeOffset? RetryAt)
{
    public static BreakerTimes Closed { get; } = new(null, null);
}
