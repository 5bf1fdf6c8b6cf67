using Relevo.QueueProcessor.Lanes;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Notes nothing.</summary>
internal sealed class NoLedger : IInWorkLedger
{
    public IReadOnlyCollection<long> LastRun => [];

    public void LastRunNoted()
    {
    }

    public ValueTask<int> EnterAsync(long position) => ValueTask.FromResult(0);

    public void Leave(int ticket)
    {
    }
}
