using Relevo.Resilience.Loops;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>One life of the engine's loop: when it is given up, the next one begins with a life of its own.</summary>
internal sealed class LoopLife : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public LoopLife(TimeProvider time)
    {
        Heart = new Heartbeat(time);
        Stopping = _stopping.Token;
    }

    public Heartbeat Heart { get; }

    public CancellationToken Stopping { get; }

    /// <summary>The loop; completes when it has ended, which only a life that was stopped should.</summary>
    public Task Loop { get; set; } = Task.CompletedTask;

    // Never inline: what waits on it is the loop, and the caller is somebody else.
    public Task StopAsync() => _stopping.CancelAsync();

    public void Dispose() => _stopping.Dispose();
}
