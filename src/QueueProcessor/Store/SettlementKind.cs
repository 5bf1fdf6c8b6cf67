namespace Relevo.QueueProcessor.Store;

/// <summary>How a message leaves the lane it waited in.</summary>
public enum SettlementKind
{
    /// <summary>Done.</summary>
    Complete = 0,

    /// <summary>Waits in the store until it is due again.</summary>
    Retry = 1,

    /// <summary>Stands in the dead letters.</summary>
    Park = 2,

    /// <summary>Too late to be of use.</summary>
    Expire = 3,
}
