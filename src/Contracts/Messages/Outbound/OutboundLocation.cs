namespace Relevo.Contracts.Messages.Outbound;

/// <summary>A place.</summary>
/// <param name="Latitude">Degrees north, −90 to 90.</param>
/// <param name="Longitude">Degrees east, −180 to 180.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
public sealed record OutboundLocation(double Latitude, double Longitude, string? Name, string? Address);
