using Microsoft.Extensions.Logging;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks;

/// <summary>What playbooks write into the log. Reasons come from actions, which keep secrets out of them.</summary>
internal static partial class PlaybookLog
{
    [LoggerMessage(9201, LogLevel.Warning, "The playbook of {Level} begins as run {Run}: {Reasons}.")]
    public static partial void RunBegan(ILogger logger, HealthLevel level, string run, string reasons);

    [LoggerMessage(9202, LogLevel.Information, "Run {Run} has ended: {State}. {Reason}")]
    public static partial void RunEnded(ILogger logger, string run, Runs.RunState state, string? reason);

    [LoggerMessage(9203, LogLevel.Error, "Run {Run} has failed: {Reason}")]
    public static partial void RunFailed(ILogger logger, string run, string? reason);

    [LoggerMessage(9204, LogLevel.Information, "Step {Step} of run {Run}: {State}. {Reason}")]
    public static partial void StepEnded(ILogger logger, string run, string step, Runs.StepState state, string? reason);

    [LoggerMessage(9205, LogLevel.Warning, "Step {Step} of run {Run}: {State} at try {Attempt}. {Reason}")]
    public static partial void TryFailed(ILogger logger, string run, string step, Runs.StepState state, int attempt, string? reason);

    [LoggerMessage(9206, LogLevel.Error, "Step {Step} of run {Run} could not be undone: {Reason}")]
    public static partial void UndoFailed(ILogger logger, string run, string step, string? reason);

    [LoggerMessage(9207, LogLevel.Error, "Action {Action} ignores its cancellation and is left behind.")]
    public static partial void LeftBehind(ILogger logger, string action);

    [LoggerMessage(9208, LogLevel.Error, "The loop of playbooks was restarted.")]
    public static partial void Restarted(ILogger logger);

    [LoggerMessage(9209, LogLevel.Critical, "A playbook failed in a way the engine does not know; it goes on with the next.")]
    public static partial void EngineFailed(ILogger logger, Exception failure);

    [LoggerMessage(9210, LogLevel.Error, "A listener of playbooks failed.")]
    public static partial void ListenerFailed(ILogger logger, Exception failure);

    [LoggerMessage(9211, LogLevel.Warning, "Run {Run} was interrupted: the process ended in its middle.")]
    public static partial void FoundInterrupted(ILogger logger, string run);

    [LoggerMessage(9212, LogLevel.Information, "Command {Command} ended with code {Code} after writing {Bytes} bytes; its last line has {Letters} characters.")]
    public static partial void CommandEnded(ILogger logger, string command, int code, long bytes, int letters);
}
