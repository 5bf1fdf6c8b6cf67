namespace Relevo.Gateway.Api.Access;

/// <summary>Who calls.</summary>
/// <param name="Name">Name of the key, as it stands in the audit log.</param>
/// <param name="Roles">What the key may do.</param>
/// <param name="Throttle">How fast it may call; null is without limit.</param>
internal sealed record ApiCaller(string Name, ApiRole Roles, ApiThrottle? Throttle)
{
    public bool Has(ApiRole role) => (Roles & role) == role;
}
