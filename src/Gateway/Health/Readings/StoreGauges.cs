using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Health.Readings;

/// <summary>
/// Reads the store's counts every two seconds on a thread of its own, so that a store that hangs blocks neither a scrape
/// nor a thread that others need. Readers get the last reading at once.
/// </summary>
public sealed class StoreGauges
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly IMessageStore _store;
    private readonly ILogger<StoreGauges> _logger;
    private readonly Lock _reading = new();
    private volatile StoreReading? _last;
    private bool _isFailing;

    /// <summary>Creates it; nothing is read before <see cref="RunAsync"/>.</summary>
    public StoreGauges(IMessageStore store, ILogger<StoreGauges> logger)
    {
        _store = store;
        _logger = logger;
    }

    /// <summary>The last reading; null before the first one.</summary>
    public StoreReading? Last => _last;

    /// <summary>Reads until it is stopped; a reading that hangs is then left behind. The body of a kept loop.</summary>
    public async Task RunAsync(LoopBeat beat, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(beat);
        while (true)
        {
            var reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await beat.WhileAsync(reading.WaitAsync(stopping)).ConfigureAwait(false); // a store that hangs has a watch of its own
            await beat.PauseAsync(Interval).ConfigureAwait(false);
        }
    }

    /// <summary>Reads once. A reading that fails leaves the last one in place.</summary>
    internal void Read()
    {
        lock (_reading)
        {
            try
            {
                _last = new StoreReading(_store.Count(sends: false), _store.Count(sends: true));
                _isFailing = false;
            }
            catch (Exception failure)
            {
                Tell(failure);
            }
        }
    }

    // Once per time of failing, not every two seconds.
    private void Tell(Exception failure)
    {
        if (!_isFailing)
        {
            HealthLog.CountsFailed(_logger, failure.GetType().Name);
        }

        _isFailing = true;
    }
}
