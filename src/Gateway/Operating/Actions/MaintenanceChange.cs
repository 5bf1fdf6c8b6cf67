namespace Relevo.Gateway.Operating.Actions;

/// <summary>What a step did to maintenance: the reasons that were in force before and after it.</summary>
internal sealed record MaintenanceChange(string? Before, string? After);
