namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What may happen on a simulated day.</summary>
internal enum HappeningKind
{
    // Nobody is called out for these.
    NoisyChecks,
    Blip,
    TwoBlips,
    HostStandsStill,
    ProviderBlip,
    SlowBlip,
    FlappingProvider,
    ApplicationOutage,
    PlannedWork,
    BusyProcessor,
    SuccessAtWarning,

    // These are incidents: everything from here on.
    ComponentDown,
    DatabaseIntermittent,
    DatabaseSlow,
    SuccessBelow90,
    SuccessBelow85,
    FullOutage,
    DiskFills,
    AllNumbersOut,
}
