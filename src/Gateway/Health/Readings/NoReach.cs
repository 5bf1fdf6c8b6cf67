namespace Relevo.Gateway.Health.Readings;

/// <summary>Nothing is sent, so no API is asked.</summary>
internal sealed class NoReach : IProviderReach
{
    public Task<string?> TroubleAsync(string provider, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
