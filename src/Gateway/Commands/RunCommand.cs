using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Flow;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Commands;

/// <summary>The gateway itself.</summary>
internal static class RunCommand
{
    private const string UsualFile = "appsettings.json";

    /// <summary>Adds it as a command and as what happens without one.</summary>
    public static void AddTo(RootCommand root, Terminal terminal)
    {
        var command = new Command("run", "Runs the gateway until Ctrl-C or SIGTERM. This is what happens without a command.");
        Prepare(command, terminal);
        Prepare(root, terminal);
        root.Subcommands.Add(command);
    }

    private static void Prepare(Command command, Terminal terminal)
    {
        var file = new Option<string?>("--config")
        {
            Description = $"Settings file; without it {UsualFile} beside the binary is read.",
            HelpName = "file",
        };
        command.Options.Add(file);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(file), terminal, stop));
    }

    private static async Task<int> RunAsync(string? named, Terminal terminal, CancellationToken stop)
    {
        var file = named ?? Path.Combine(AppContext.BaseDirectory, UsualFile);
        if (named is null && !File.Exists(file))
        {
            terminal.Complain($"There is no {file}. Name a settings file with --config FILE, or try 'gateway demo', which needs none; docs/settings.md lists every setting.");
            return ExitCode.Usage;
        }

        var result = SettingsLoader.FromEnvironment().Load(file);
        foreach (var warning in result.Warnings)
        {
            terminal.Complain($"Warning: {warning}");
        }

        if (result.Settings is { } settings)
        {
            return await RunAsync(settings, file, terminal, stop);
        }

        foreach (var error in result.Errors)
        {
            terminal.Complain($"Error: {error}");
        }

        terminal.Complain($"The settings in {file} have {result.Errors.Count} error(s); the gateway did not start.");
        return ExitCode.Usage;
    }

    private static async Task<int> RunAsync(GatewaySettings settings, string file, Terminal terminal, CancellationToken stop)
    {
        try
        {
            return await GatewayHost.RunAsync(settings, Path.GetFullPath(file), stop);
        }
        catch (Exception exception) when (exception is StoreException or IOException)
        {
            // Another instance, a port in use, a disk that is full: sentences, not stacks.
            terminal.Complain($"The gateway cannot run: {exception.Message}");
            return ExitCode.No;
        }
    }
}
