namespace Relevo.Gateway.Configuration;

/// <summary>How workers are shared when the whole is not healthy; <c>Lanes</c> says how they usually are.</summary>
public sealed class WorkerOptions
{
    /// <summary>Shares while degraded or critical.</summary>
    public ModeShares PriorityMode { get; set; } = new() { HighShare = 70, NormalShare = 25, LowShare = 5 };

    /// <summary>Shares in an emergency.</summary>
    public ModeShares EmergencyMode { get; set; } = new() { HighShare = 95, NormalShare = 5, LowShare = 0 };
}
