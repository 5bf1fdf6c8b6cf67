using Relevo.Contracts.Messages;
using Relevo.Gateway.Health;

namespace Relevo.Gateway.Tests.Health;

/// <summary>Lanes that do what the test says.</summary>
internal sealed class FakeQueue : IQueueProgress
{
    public long Done { get; set; }

    public bool HasReadyWork { get; set; }

    public Dictionary<Priority, long> InWork { get; } = [];

    public long Active(Priority priority) => InWork.GetValueOrDefault(priority);
}
