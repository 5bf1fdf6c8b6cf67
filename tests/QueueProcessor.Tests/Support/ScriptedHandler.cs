using System.Collections.Concurrent;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.QueueProcessor.Tests.Support;

/// <summary>Does with messages what a test says, and remembers what it was given.</summary>
internal sealed class ScriptedHandler : ILaneHandler
{
    private int _active;
    private int _mostActive;
    private int _entries;

    public Func<QueuedMessage, CancellationToken, ValueTask<LaneOutcome>> Script { get; set; } = static (_, _) => ValueTask.FromResult(LaneOutcome.Complete);

    public Func<bool> Door { get; set; } = static () => true;

    public Moments Moments { get; } = new();

    /// <summary>Positions in the order in which they were taken up.</summary>
    public ConcurrentQueue<long> Taken { get; } = new();

    /// <summary>Passes that were given back unused.</summary>
    public ConcurrentQueue<long> GivenBack { get; } = new();

    public int Concurrency { get; set; } = 8;

    public bool IsPaused { get; set; }

    public bool HasMixedPriorities { get; set; }

    public int Active => Volatile.Read(ref _active);

    public int MostActive => Volatile.Read(ref _mostActive);

    /// <summary>How often somebody asked to enter.</summary>
    public int Knocks { get; private set; }

    public bool TryEnter(out long pass)
    {
        Knocks++;
        pass = Interlocked.Increment(ref _entries);
        var open = Door();
        Moments.Happened();
        return open;
    }

    public void Left(long pass)
    {
        GivenBack.Enqueue(pass);
        Moments.Happened();
    }

    public async ValueTask<LaneOutcome> HandleAsync(QueuedMessage message, long pass, CancellationToken cancellation)
    {
        var active = Interlocked.Increment(ref _active);
        for (var most = MostActive; active > most; most = MostActive)
        {
            Interlocked.CompareExchange(ref _mostActive, active, most);
        }

        Taken.Enqueue(message.Position);
        Moments.Happened();
        try
        {
            return await Script(message, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }
}
