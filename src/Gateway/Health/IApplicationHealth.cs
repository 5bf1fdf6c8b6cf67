namespace Relevo.Gateway.Health;

/// <summary>What health needs to know of the applications.</summary>
public interface IApplicationHealth
{
    /// <summary>Why this application is not served now, in plain words without its address; null when it is.</summary>
    string? Trouble(string application);
}
