using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>How health is measured.</summary>
public sealed class HealthOptions
{
    /// <summary>Pause between the probe writes to the store that readiness hangs on, seconds. Default 0.5.</summary>
    [Range(0.05, 60)]
    public double ProbeSeconds { get; set; } = 0.5;

    /// <summary>Time one probe write may take, seconds. Default 1.</summary>
    [Range(0.05, 60)]
    public double ProbeTimeoutSeconds { get; set; } = 1;

    /// <summary>Age of the last good probe write up to which the gateway is ready, seconds. Default 2.</summary>
    [Range(0.1, 600)]
    public double ReadyAgeSeconds { get; set; } = 2;

    /// <summary>Components with times of their own, by name (<c>load-balancer</c>, <c>provider-meta</c>). What is not named here: load-balancer and cache every 10 s, queue, database, webhook, records, configuration and applications every 15 s, console every 60 s, analytics every 120 s, providers every 180 s; 5 s for a look, 10 s where the component is not critical.</summary>
    public IDictionary<string, CheckOptions> Checks { get; set; } = new Dictionary<string, CheckOptions>(StringComparer.Ordinal);

    /// <summary>Address by which it is found out whether a provider's API answers, by provider (<c>meta</c>, <c>bird</c>); any answer but a failing server (5xx) will do. Empty: it is not asked. Without an entry: the host that its first number sends through.</summary>
    public IDictionary<string, string> ProviderProbes { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Pause between looks at a component that is in doubt or down, seconds. Default 0.25.</summary>
    [Range(0.05, 60)]
    public double CloserSeconds { get; set; } = 0.25;

    /// <summary>Failed checks in a row after which a component is down. Default 3.</summary>
    [Range(1, 100)]
    public int DownAfter { get; set; } = 3;

    /// <summary>Good checks in a row after which it is up. Default 2.</summary>
    [Range(1, 100)]
    public int UpAfter { get; set; } = 2;

    /// <summary>Checks and real calls that are remembered of a component: one that fails again and again is down too. Default 20.</summary>
    [Range(1, 32)]
    public int DownWindow { get; set; } = 20;

    /// <summary>Share of them that may not fail, percent. Default 30.</summary>
    [Range(1, 100)]
    public int DownPercent { get; set; } = 30;

    /// <summary>Quiet time before a level is left, seconds; longer when it came back soon. Default 10.</summary>
    [Range(0, 3600)]
    public double QuietSeconds { get; set; } = 10;

    /// <summary>From which figures on the whole is degraded, critical or in an emergency.</summary>
    public VitalOptions Vitals { get; set; } = new();
}
