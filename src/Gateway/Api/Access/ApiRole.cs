namespace Relevo.Gateway.Api.Access;

/// <summary>What an API key may do.</summary>
[Flags]
internal enum ApiRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send messages.</summary>
    Send = 1,

    /// <summary>Look things up.</summary>
    Read = 2,

    /// <summary>Operate the gateway.</summary>
    Operate = 4,

    /// <summary>Everything.</summary>
    Admin = Operate | Send | Read,
}
