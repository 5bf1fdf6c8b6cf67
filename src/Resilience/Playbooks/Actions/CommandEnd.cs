namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>How an external command ended.</summary>
/// <param name="ExitCode">Its code; null when it did not start or was killed.</param>
/// <param name="Problem">Why it is a failure, for operators; null when its code was 0.</param>
/// <param name="OutputBytes">Bytes that it wrote to its output and error output. They are not kept: they may hold secrets.</param>
/// <param name="LastLineLetters">Characters of the last line that it wrote.</param>
public sealed record CommandEnd(int? ExitCode, string? Problem, long OutputBytes = 0, int LastLineLetters = 0)
{
    /// <summary>True when its code was 0.</summary>
    public bool IsGood => Problem is null;
}
