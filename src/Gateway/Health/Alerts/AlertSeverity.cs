namespace Relevo.Gateway.Health.Alerts;

/// <summary>How soon somebody must look.</summary>
internal enum AlertSeverity
{
    /// <summary>On a working day.</summary>
    Ticket = 0,

    /// <summary>Now.</summary>
    Page = 1,
}
