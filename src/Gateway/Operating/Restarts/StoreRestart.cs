using Relevo.Gateway.Health.Checks;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Operating.Restarts;

/// <summary>Writes to the store, which opens its files anew by itself whenever it failed.</summary>
internal sealed class StoreRestart(IMessageStore store) : IRestartable
{
    public bool Covers(string component) => component is ComponentNames.Database or ComponentNames.Webhook;

    public async Task<string> RestartAsync(CancellationToken cancellation)
    {
        await store.ProbeAsync(cancellation);
        return "the store takes writes";
    }
}
