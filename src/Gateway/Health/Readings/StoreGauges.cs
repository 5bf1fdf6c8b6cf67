using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Health.Readings;

/// <summary>
/// Reads the store's counts every two seconds on a thread of its own, so that a store that hangs blocks neither a scrape
/// nor a thread that others need. Readers get the last reading at once.
/// </summary>
public sealed class StoreGauges : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly IMessageStore _store;
    private readonly ILogger<StoreGauges> _logger;
    private readonly Lock _reading = new();
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;
    private volatile StoreReading? _last;
    private bool _isFailing;

    /// <summary>Creates it; nothing is read before <see cref="Start"/>.</summary>
    public StoreGauges(IMessageStore store, ILogger<StoreGauges> logger)
    {
        _store = store;
        _logger = logger;
    }

    /// <summary>The last reading; null before the first one.</summary>
    public StoreReading? Last => _last;

    /// <summary>Begins to read.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "store-gauges" };
        _thread.Start();
    }

    /// <summary>Ends reading. A reading that hangs is left behind.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread?.Join(StopPatience) != false)
        {
            _stop.Dispose();
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

    private void Run()
    {
        do
        {
            Read();
        }
        while (!_stop.Wait(Interval));
    }
}
