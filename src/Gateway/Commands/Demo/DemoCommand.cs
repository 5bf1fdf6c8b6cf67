using System.CommandLine;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>Shows a newcomer the whole loop.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var rate = BoundedOption.Create("--rate", "Messages per second.", 200, 5000);
        var seconds = BoundedOption.Create("--seconds", "How long messages come.", 20, 3600);
        var command = new Command("demo", "Runs the gateway with a sandbox provider, an echo application and live traffic, all in this process and on loopback, data in a temporary folder. Exit code 0 when everything accepted was delivered in order.")
        {
            rate,
            seconds,
        };
        command.SetAction((parsed, stop) => new DemoRun(terminal, TimeProvider.System).RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds), stop));
        return command;
    }
}
