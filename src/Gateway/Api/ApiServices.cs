using Relevo.Gateway.Configuration;
using Relevo.Gateway.Operating;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Api;

/// <summary>What the API stands on.</summary>
/// <param name="Settings">The settings in force.</param>
/// <param name="Store">Where messages are.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Where faults are reported.</param>
public sealed record ApiServices(SettingsHolder Settings, IMessageStore Store, TimeProvider Time, ILogger Logger)
{
    /// <summary>When the gateway started.</summary>
    public DateTimeOffset StartedUtc { get; } = Time.GetUtcNow();

    /// <summary>Follows the settings file; null when there is none.</summary>
    public SettingsReloader? Reloader { get; init; }

    /// <summary>Messages in work now.</summary>
    public Func<long> Active { get; init; } = static () => 0;

    /// <summary>The way out; null when this process does not send.</summary>
    internal OutwardServices? Outward { get; init; }

    /// <summary>What is restricted; null when nothing ever is.</summary>
    public DegradationControl? Degradation { get; init; }

    /// <summary>Completes once what was set by hand is on disk; with false when it cannot be for now.</summary>
    public Func<Task<bool>> Remembered { get; init; } = static () => Task.FromResult(true);

    /// <summary>Incidents, playbooks, notifications, workers; null when this process has none.</summary>
    internal OperatingDesk? Operating { get; init; }

    /// <summary>The level of health in force, as a word; null when unknown.</summary>
    public Func<string?> Level { get; init; } = static () => null;
}
