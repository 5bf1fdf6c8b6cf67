using System.Globalization;
using Relevo.Cache.Layers;
using Relevo.Gateway.Health.Checks;

namespace Relevo.Gateway.Operating.Restarts;

/// <summary>Forgets everything: what is asked for again is found again in the store.</summary>
internal sealed class CacheRestart(LayeredCache cache) : IRestartable
{
    public bool Covers(string component) => component == ComponentNames.Cache;

    public Task<string> RestartAsync(CancellationToken cancellation) =>
        Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{cache.RemoveWhere("*")} entries were forgotten"));
}
