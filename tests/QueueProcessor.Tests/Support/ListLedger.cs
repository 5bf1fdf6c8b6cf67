using System.Collections.Concurrent;
using Relevo.QueueProcessor.Lanes;

namespace Relevo.QueueProcessor.Tests.Support;

/// <summary>Notes in memory what is in work.</summary>
internal sealed class ListLedger : IInWorkLedger
{
    private int _tickets;

    public ConcurrentDictionary<int, long> InWork { get; } = new();

    /// <summary>What taking a note leads to, when it fails.</summary>
    public Action OnEnter { get; set; } = static () => { };

    public IReadOnlyCollection<long> LastRun { get; } = [];

    public void LastRunNoted()
    {
    }

    public ValueTask<int> EnterAsync(long position)
    {
        OnEnter();
        var ticket = Interlocked.Increment(ref _tickets);
        InWork[ticket] = position;
        return ValueTask.FromResult(ticket);
    }

    public void Leave(int ticket) => InWork.TryRemove(ticket, out _);
}
