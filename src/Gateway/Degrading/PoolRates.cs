using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Degrading;

/// <summary>Sends leave at a part of their numbers' rates.</summary>
internal sealed class PoolRates(NumberPool pool) : IDegradable
{
    public string Name => "rates of the numbers";

    public void Apply(Restriction restriction)
    {
        if (pool.RateFactor != restriction.RateFactor)
        {
            pool.RateFactor = restriction.RateFactor;
        }
    }
}
