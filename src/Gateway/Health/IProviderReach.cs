namespace Relevo.Gateway.Health;

/// <summary>Whether the APIs of providers answer at all.</summary>
public interface IProviderReach
{
    /// <summary>Asks the API of a provider for anything.</summary>
    /// <returns>Why it does not answer, in plain words; null when it does, or when there is no address to ask.</returns>
    Task<string?> TroubleAsync(string provider, CancellationToken cancellation);
}
