namespace Relevo.Gateway.Commands.Output;

/// <summary>What a process says at its end.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The answer is no, or the work failed.</summary>
    public const int No = 1;

    /// <summary>Wrong usage, wrong settings included.</summary>
    public const int Usage = 2;
}
