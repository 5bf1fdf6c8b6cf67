namespace Relevo.Resilience.Loops;

/// <summary>A background loop as its owner describes it.</summary>
/// <param name="Name">Its name, for people; unique.</param>
/// <param name="Body">
/// Runs it until the token is cancelled. It must call <see cref="LoopBeat.Tell"/> at least once within the patience. When it is
/// begun anew the former run may still be alive: it is cancelled, and its next beat throws.
/// </param>
public sealed record LoopPlan(string Name, Func<LoopBeat, CancellationToken, Task> Body)
{
    /// <summary>Time without a beat after which it is taken to hang and begun anew. Default 3 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>True when it waits for the disk or the like: then it has a thread of its own.</summary>
    public bool IsBlocking { get; init; }

    /// <summary>The component that fails while this loop is held because it crashes again and again; null for none.</summary>
    public string? Component { get; init; }
}
