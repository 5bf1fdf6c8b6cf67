using Relevo.Resilience.Degradation;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What is restricted, and why; and whether what was just set is on disk, null when nothing was.</summary>
internal sealed record DegradationView(
    string Level, int RatePercent, int CacheSeconds, string Mode, bool FeaturesOff, string? Maintenance, HandSettingView? ByHand, DateTimeOffset? MoreRateAt, bool? Saved = null)
{
    public static DegradationView Of(DegradationState state) => new(
        LevelWords.Of(state.Level),
        (int)Math.Round(state.Restriction.RateFactor * 100),
        (int)state.Restriction.CacheLife.TotalSeconds,
        state.Restriction.Mode.ToString().ToLowerInvariant(),
        state.Restriction.AreFeaturesOff,
        state.MaintenanceReason,
        state.ByHand is { } set ? new HandSettingView(LevelWords.Of(set.Level), set.UntilUtc, set.By) : null,
        state.NextStepUtc);
}
