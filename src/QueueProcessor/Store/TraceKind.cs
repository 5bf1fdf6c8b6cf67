namespace Relevo.QueueProcessor.Store;

/// <summary>What happened to a send. The numbers are stored.</summary>
public enum TraceKind : byte
{
    /// <summary>A call to the provider begins.</summary>
    Attempt = 1,

    /// <summary>The provider took it.</summary>
    Accepted = 2,

    /// <summary>The attempt failed: the provider did not take it.</summary>
    Refused = 3,

    /// <summary>The answer never came: it may have been taken or not.</summary>
    Unknown = 4,

    /// <summary>It is on its way to the customer.</summary>
    Sent = 5,

    /// <summary>It reached a device of the customer.</summary>
    Delivered = 6,

    /// <summary>The customer read it.</summary>
    Read = 7,

    /// <summary>It will not reach the customer: our own verdict, or a receipt's.</summary>
    Failed = 8,
}
