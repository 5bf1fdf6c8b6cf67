namespace Relevo.LoadBalancer.Numbers;

/// <summary>How much a notice of the pool matters.</summary>
public enum NoticeSeverity
{
    /// <summary>For the record.</summary>
    Information = 0,

    /// <summary>Somebody should look at it.</summary>
    Warning = 1,

    /// <summary>Somebody has to act.</summary>
    Alarm = 2,
}
