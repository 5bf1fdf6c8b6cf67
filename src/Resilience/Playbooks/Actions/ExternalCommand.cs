using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>
/// Runs a program outside the gateway: no shell, arguments as they stand, a time limit after which it is killed with all
/// that it started, output read and thrown away, slowly when it
/// has no end. What a daemon of it that left its family does is out of reach.
/// </summary>
public static class ExternalCommand
{
    private const string OwnVariables = "GATEWAY_"; // they hold secrets
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>Runs it to its end. Throws only when <paramref name="cancellation"/> ends it; then it is killed.</summary>
    /// <param name="command">What is run.</param>
    /// <param name="variables">Environment variables that it sees beside its own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Kills it.</param>
    public static async Task<CommandEnd> RunAsync(CommandOptions command, IReadOnlyDictionary<string, string> variables, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(variables);
        cancellation.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = Describe(command, variables) };
        if (Start(process) is { } problem)
        {
            return new CommandEnd(null, problem);
        }

        process.StandardInput.Close();
        var (output, errors) = (new OutputMeter(time), new OutputMeter(time));
        using var enough = new CancellationTokenSource();
        var reading = Task.WhenAll(output.ReadAsync(process.StandardOutput, enough.Token), errors.ReadAsync(process.StandardError, enough.Token));
        var isOver = await EndAsync(process, command, time, cancellation).ConfigureAwait(false);

        // A child that lives on may keep the output open; nobody waits for it.
        await reading.WaitAsync(LastWords, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await enough.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return Judge(isOver ? process.ExitCode : null, command, output.Bytes + errors.Bytes, output.Bytes > 0 ? output.LastLine : errors.LastLine);
    }

    private static ProcessStartInfo Describe(CommandOptions command, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Folder ?? "",
        };
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith(OwnVariables, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(own);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string? Start(Process process)
    {
        try
        {
            process.Start();
            return null;
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or IOException)
        {
            return failure is Win32Exception native
                ? string.Create(CultureInfo.InvariantCulture, $"the command cannot be started (error {native.NativeErrorCode}): check that the file and its folder exist and may be run")
                : $"the command cannot be started ({failure.GetType().Name})";
        }
    }

    // True when it ended by itself.
    private static async Task<bool> EndAsync(Process process, CommandOptions command, TimeProvider time, CancellationToken cancellation)
    {
        var ending = process.WaitForExitAsync(CancellationToken.None);
        await ending.WaitAsync(TimeSpan.FromSeconds(command.TimeoutSeconds), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ending.IsCompleted)
        {
            return true;
        }

        Kill(process);
        await ending.WaitAsync(LastWords, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in this moment, or part of its family may not be killed: the step says that it was not done in time.
        }
    }

    private static CommandEnd Judge(int? code, CommandOptions command, long bytes, int line) => code switch
    {
        0 => new CommandEnd(0, null, bytes, line),
        { } other => new CommandEnd(other, string.Create(CultureInfo.InvariantCulture, $"the command ended with code {other}"), bytes, line),
        null => new CommandEnd(null, string.Create(CultureInfo.InvariantCulture, $"the command did not end within {command.TimeoutSeconds:0.###} s and was killed"), bytes, line),
    };
}
