namespace Relevo.Contracts.Messages;

/// <summary>What a webhook told us. The wire word is the name in lower case.</summary>
public enum EventKind
{
    /// <summary>Not recognised: the raw object is kept and handed on.</summary>
    Unknown = 0,

    /// <summary>Inbound, written by a customer.</summary>
    Message = 1,

    /// <summary>Written by the business outside this gateway, or the copy of an API send.</summary>
    Echo = 2,

    /// <summary>Receipt of an outbound message.</summary>
    Status = 3,

    /// <summary>A customer changed an earlier message.</summary>
    Edit = 4,

    /// <summary>An earlier message was taken back.</summary>
    Revoke = 5,

    /// <summary>Connection state of a number.</summary>
    Channel = 6,

    /// <summary>Account, quality or template notice.</summary>
    Account = 7,

    /// <summary>Error notice of the provider.</summary>
    Error = 8,

    /// <summary>Recognised and dropped on purpose.</summary>
    Ignored = 9,
}
