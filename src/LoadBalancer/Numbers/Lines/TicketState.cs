namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>Where a ticket stands.</summary>
internal enum TicketState
{
    /// <summary>Nowhere.</summary>
    Idle = 0,

    /// <summary>In its number's line.</summary>
    Waiting = 1,

    /// <summary>It holds a token and a place.</summary>
    Granted = 2,

    /// <summary>Its call is under way.</summary>
    Calling = 3,
}
