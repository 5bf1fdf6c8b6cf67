using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What is restricted, and why.</summary>
internal sealed record DegradationView(
    string Level, int RatePercent, int CacheSeconds, string Mode, bool FeaturesOff, string? Maintenance, HandSettingView? ByHand, DateTimeOffset? MoreRateAt)
{
    public static DegradationView Of(DegradationState state) => new(
        state.Level.ToString().ToUpperInvariant(),
        (int)Math.Round(state.Restriction.RateFactor * 100),
        (int)state.Restriction.CacheLife.TotalSeconds,
        state.Restriction.Mode.ToString().ToLowerInvariant(),
        state.Restriction.AreFeaturesOff,
        state.MaintenanceReason,
        state.ByHand is { } set ? new HandSettingView(set.Level.ToString().ToUpperInvariant(), set.UntilUtc, set.By) : null,
        state.NextStepUtc);
}
