using System.CommandLine;
using System.CommandLine.Invocation;
using Relevo.Gateway.Commands.Demo;
using Relevo.Gateway.Commands.Incidents;
using Relevo.Gateway.Commands.Operations;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Commands;

/// <summary>The command line of the gateway: what it understands, and what it answers to what it does not.</summary>
internal static class GatewayCommandLine
{
    private const string Description = """
        Relevo, a WhatsApp gateway: takes webhooks, loses none, delivers them in order.

        Without a command it runs the gateway. Exit codes: 0 done, 1 the answer is no or the work failed, 2 wrong usage.
        """;

    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        using var stop = new StopSignals();
        try
        {
            var parsed = Build(terminal).Parse(arguments);
            if (parsed.Action is ParseErrorAction)
            {
                return Refuse(parsed, terminal);
            }

            // Signals are ours: a gateway needs more than the library's two seconds to stop in order.
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.No;
        }
        catch (Exception exception)
        {
            terminal.Complain($"This failed in a way it should not: {exception}");
            return ExitCode.No;
        }
    }

    internal static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand(Description);
        RunCommand.AddTo(root, terminal);
        root.Subcommands.Add(DemoCommand.Create(terminal));
        root.Subcommands.Add(SandboxCommand.Create(terminal));
        root.Subcommands.Add(ConfigCommand.Create(terminal));
        root.Subcommands.Add(StatusCommand.Create(terminal));
        root.Subcommands.Add(HealthCommand.Create(terminal));
        root.Subcommands.Add(MonitorCommand.Create(terminal));
        root.Subcommands.Add(NumbersCommand.Create(terminal));
        root.Subcommands.Add(ActivateBackupCommand.Create(terminal));
        root.Subcommands.Add(DegradationCommand.Create(terminal));
        root.Subcommands.Add(MaintenanceCommand.Create(terminal));
        root.Subcommands.Add(EmergencyCommand.Create(terminal));
        root.Subcommands.Add(PlaybooksCommand.Create(terminal));
        root.Subcommands.Add(ScaleUpCommand.Create(terminal));
        root.Subcommands.Add(RestartServicesCommand.Create(terminal));
        root.Subcommands.Add(LevelsCommand.Create(terminal));
        root.Subcommands.Add(IncidentsCommand.Create(terminal));
        root.Subcommands.Add(ContactsCommand.Create(terminal));
        root.Subcommands.Add(NotifyCommand.Create(terminal));
        root.Subcommands.Add(DeadLettersCommand.Create(terminal));
        return root;
    }

    private static int Refuse(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors)
        {
            terminal.Complain(error.Message);
        }

        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "gateway" : "gateway " + string.Join(' ', Names(parsed.CommandResult));
        terminal.Complain($"'{path} --help' says how it is used.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Names(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult parent ? Names(parent).Append(result.Command.Name) : [];
}
