using Relevo.Gateway.Configuration;
using Relevo.Resilience.Circuits;

namespace Relevo.Gateway.Delivery;

/// <summary>
/// The addresses of one application in the order of preference, each behind its own breaker: the first that serves is
/// used, and those before it are probed until they serve again. A pass carries the address it was given for.
/// </summary>
internal sealed class Endpoints : IDisposable
{
    private const int IndexShift = 56; // passes count up from 1 and never reach 2^56
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private readonly EndpointBreaker[] _breakers;
    private long _lastOutageTicks;

    public Endpoints(ApplicationOptions application, DeliveryOptions options, TimeProvider time, Action mayEnter)
    {
        Urls = [.. new[] { application.Url }.Concat(application.BackupUrls).Select(url => new Uri(url))];
        var breaker = new BreakerOptions(
            options.BreakerFailures,
            TimeSpan.FromSeconds(options.ProbeFirstSeconds),
            TimeSpan.FromSeconds(options.ProbeLongestSeconds),
            TimeSpan.FromSeconds(application.TimeoutSeconds) + Margin);
        _breakers = [.. Urls.Select(_ => new EndpointBreaker(breaker, time, Random.Shared.NextDouble))];
        foreach (var each in _breakers)
        {
            each.MayEnter += mayEnter;
        }
    }

    public IReadOnlyList<Uri> Urls { get; }

    /// <summary>Says whether the first address is to be asked last; must be quick.</summary>
    public Func<bool> AsksFirstLast { get; init; } = static () => false;

    /// <summary>True while the first address serves nothing and there are others.</summary>
    public bool IsFirstFailing => _breakers.Length > 1 && _breakers[0].IsOpen;

    /// <summary>True while no address serves.</summary>
    public bool AllOpen
    {
        get
        {
            foreach (var breaker in _breakers)
            {
                if (!breaker.IsOpen)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>When something was last served; null when nothing was.</summary>
    public DateTimeOffset? LastSuccess => _breakers.Max(breaker => breaker.LastSuccess);

    /// <summary>Since when no address serves; null while one does.</summary>
    public DateTimeOffset? DownSince => AllOpen ? _breakers.Max(breaker => breaker.OpenedAt) : null;

    /// <summary>True when something was served after <paramref name="moment"/>.</summary>
    public bool ServedSince(DateTimeOffset moment) => LastSuccess > moment;

    /// <summary>True when there was a time after <paramref name="moment"/> at which no address served.</summary>
    public bool WasDownSince(DateTimeOffset moment) => AllOpen || Volatile.Read(ref _lastOutageTicks) > moment.UtcTicks;

    public bool TryEnter(out long pass)
    {
        var first = AsksFirstLast() ? 1 : 0; // the first address comes last while backups are preferred
        for (var n = 0; n < _breakers.Length; n++)
        {
            var i = (n + first) % _breakers.Length;
            if (_breakers[i].TryEnter(out pass))
            {
                pass |= (long)i << IndexShift;
                return true;
            }
        }

        pass = 0;
        return false;
    }

    public Uri Url(long pass) => Urls[Index(pass)];

    public void Left(long pass) => _breakers[Index(pass)].Left(Own(pass));

    public void Succeeded(long pass) => _breakers[Index(pass)].Succeeded();

    public void Failed(long pass, DateTimeOffset now)
    {
        _breakers[Index(pass)].Failed(Own(pass));
        if (AllOpen)
        {
            Volatile.Write(ref _lastOutageTicks, now.UtcTicks);
        }
    }

    public void Dispose()
    {
        foreach (var breaker in _breakers)
        {
            breaker.Dispose();
        }
    }

    private int Index(long pass) => Math.Min((int)(pass >> IndexShift), _breakers.Length - 1);

    private static long Own(long pass) => pass & ((1L << IndexShift) - 1);
}
