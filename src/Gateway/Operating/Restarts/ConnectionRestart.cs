namespace Relevo.Gateway.Operating.Restarts;

/// <summary>Leaves the pooled connections to others: calls from now on open new ones, those under way end as they are.</summary>
internal sealed class ConnectionRestart(string prefix, Func<bool> renew) : IRestartable
{
    public bool Covers(string component) => component.StartsWith(prefix, StringComparison.Ordinal);

    public Task<string> RestartAsync(CancellationToken cancellation)
    {
        var said = renew() ? "calls open new connections" : "its connections were left a short while ago already";
        return Task.FromResult(said);
    }
}
