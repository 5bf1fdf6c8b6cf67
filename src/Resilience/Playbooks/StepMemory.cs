namespace Relevo.Resilience.Playbooks;

/// <summary>
/// What a step has changed, kept by its action so that undoing takes back that, and not what was so before or what somebody
/// else has set since. Safe from any thread: an action that hangs may still change something while it is undone.
/// </summary>
public sealed class StepMemory
{
    private object? _changed;

    /// <summary>Keeps it. To be called before anything is waited for: a step that is not done in time is undone as well.</summary>
    public void Keep(object changed) => Volatile.Write(ref _changed, changed);

    /// <summary>Gives it out, once; null when the step has changed nothing.</summary>
    public T? Take<T>()
        where T : class => Interlocked.Exchange(ref _changed, null) as T;
}
