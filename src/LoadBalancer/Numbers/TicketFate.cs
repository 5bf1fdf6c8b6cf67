namespace Relevo.LoadBalancer.Numbers;

/// <summary>What became of a ticket that waited.</summary>
public enum TicketFate
{
    /// <summary>It may call now: a token and a place are its own.</summary>
    Granted = 0,

    /// <summary>Its number cannot serve it any more: choose again.</summary>
    Released = 1,

    /// <summary>Its time passed while it waited.</summary>
    Expired = 2,
}
