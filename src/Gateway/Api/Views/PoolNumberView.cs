using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Api.Views;

/// <summary>A number of the pool. No secrets.</summary>
internal sealed record PoolNumberView(
    string Name,
    string Provider,
    string Role,
    string Status,
    string? Reason,
    int Weight,
    double EffectiveWeight,
    double Load,
    int Conversations,
    double Rate,
    double RateNow,
    double RateLeft,
    int UsedToday,
    int? LeftToday,
    int Waiting,
    int InFlight,
    int Errors,
    double? Acknowledged,
    DateTimeOffset? EjectedUntil,
    bool DrainedByHand,
    bool ActivatedByHand,
    string? Application)
{
    public static PoolNumberView Of(NumberStatus status, string? application) => new(
        status.Name,
        status.Provider,
        status.IsBackup ? "backup" : "primary",
        status.Standing.ToString().ToLowerInvariant(),
        status.Reason,
        status.Weight,
        Math.Round(status.EffectiveWeight, 3),
        Math.Round(status.LoadShare, 4),
        status.Conversations,
        status.RateLimit,
        Math.Round(status.RateNow, 3),
        Math.Round(status.RateLeft, 3),
        status.UsedToday,
        status.LeftToday,
        status.Waiting,
        status.InFlight,
        status.ErrorsLastMinute,
        status.AcknowledgedShare is { } share ? Math.Round(share, 3) : null,
        status.EjectedUntil,
        status.IsDrainedByHand,
        status.IsActivatedByHand,
        application);
}
