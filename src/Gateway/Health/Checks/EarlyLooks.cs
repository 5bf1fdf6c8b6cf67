using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Checks;

/// <summary>Has a component looked at as soon as there is a sign of trouble in memory, so that nobody waits for its interval.</summary>
internal sealed class EarlyLooks(HealthMonitor monitor, IQueueProgress progress, IApplicationHealth applications, SettingsHolder settings, IServiceProvider parts) : IDisposable
{
    private readonly NumberPool? _pool = parts.GetService<NumberPool>();
    private long _done;

    /// <summary>Begins to listen to the pool.</summary>
    public void Start()
    {
        if (_pool is not null)
        {
            _pool.Noticed += Follow;
        }
    }

    /// <summary>Looks for signs that nobody tells of.</summary>
    public void Look()
    {
        var done = progress.Done;
        if (done == _done && progress.HasReadyWork)
        {
            monitor.LookSoon(ComponentNames.Queue);
        }

        _done = done;
        var snapshot = monitor.Snapshot;
        foreach (var name in settings.Current.Applications.Keys)
        {
            if (applications.Trouble(name) is not null && snapshot.Find(ComponentNames.Application(name)) is { IsUp: true })
            {
                monitor.LookSoon(ComponentNames.Application(name));
            }
        }
    }

    public void Dispose()
    {
        if (_pool is not null)
        {
            _pool.Noticed -= Follow;
        }
    }

    private void Follow(PoolNotice notice)
    {
        monitor.LookSoon(ComponentNames.LoadBalancer);
        foreach (var provider in settings.Current.Numbers.Values.Select(number => number.Provider).Distinct(StringComparer.Ordinal))
        {
            monitor.LookSoon(ComponentNames.Provider(provider));
        }
    }
}
