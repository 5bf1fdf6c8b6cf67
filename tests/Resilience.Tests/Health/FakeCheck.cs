using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Health;

/// <summary>A check that does what the test says.</summary>
internal sealed class FakeCheck(string name, bool isCritical = true) : IHealthCheck
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    public string Name => name;

    public bool IsCritical => isCritical;

    public int Started => Volatile.Read(ref _started);

    /// <summary>Completes when it is started for the first time.</summary>
    public Task Begun => _begun.Task;

    public Func<CancellationToken, Task<CheckResult>> Body { get; set; } = _ => Task.FromResult(CheckResult.Good("fine"));

    public Task<CheckResult> CheckAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _started);
        _begun.TrySetResult();
        return Body(cancellation);
    }

    public void Fail(string message = "broken") => Body = _ => Task.FromResult(CheckResult.Bad(message));

    /// <summary>Hangs, and cares for no token, until the returned source is completed.</summary>
    public TaskCompletionSource<CheckResult> Hang()
    {
        var end = new TaskCompletionSource<CheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Body = _ => end.Task;
        return end;
    }
}
