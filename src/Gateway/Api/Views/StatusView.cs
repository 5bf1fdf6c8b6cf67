using Relevo.Gateway.Api.Operations;

namespace Relevo.Gateway.Api.Views;

/// <summary>The gateway at a glance.</summary>
internal sealed record StatusView(
    string Version,
    string? Level,
    DateTimeOffset Timestamp,
    double UptimeSeconds,
    SettingsView Settings,
    string? Refusal,
    long Tail,
    long Active,
    CountsView Events,
    CountsView Sends,
    IReadOnlyList<PoolNumberView> Numbers,
    IReadOnlyList<ApplicationView> Applications,
    DegradationView? Degradation);
