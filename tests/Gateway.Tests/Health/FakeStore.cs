using System.Reflection;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Health;

/// <summary>A store that can be probed, counted and asked whether it refuses; the test says how that goes.</summary>
public class FakeStore : DispatchProxy
{
    private static readonly StoreCounts Empty = new(0, 0, 0, 0, [0, 0, 0, 0, 0], 0, 0, null);

    public Func<CancellationToken, Task> Probe { get; set; } = _ => Task.CompletedTask;

    public Func<bool, StoreCounts> Counts { get; set; } = _ => Empty;

    public string? Refusal { get; set; }

    public static (IMessageStore Port, FakeStore Control) Create()
    {
        var port = Create<IMessageStore, FakeStore>();
        return (port, (FakeStore)(object)port);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(IMessageStore.ProbeAsync) => Probe((CancellationToken)args![0]!),
        nameof(IMessageStore.Count) => Counts((bool)args![0]!),
        "get_" + nameof(IMessageStore.Refusal) => Refusal,
        nameof(IAsyncDisposable.DisposeAsync) => ValueTask.CompletedTask,
        var other => throw new NotSupportedException(other),
    };
}
