using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>Follows a running gateway.</summary>
internal static class MonitorCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var every = new Option<double>("--every") { Description = "Seconds between lines, 0.5 to 3,600.", DefaultValueFactory = _ => 2, HelpName = "seconds" };
        every.Validators.Add(result =>
        {
            if (result.GetValue(every) is < 0.5 or > 3_600)
            {
                result.AddError("--every needs 0.5 to 3600 seconds.");
            }
        });
        var lines = new Option<int?>("--lines") { Description = "Ends after so many lines; without it, with Ctrl-C.", HelpName = "n" };
        lines.Validators.Add(result =>
        {
            if (result.GetValue(lines) < 1)
            {
                result.AddError("--lines needs 1 or more.");
            }
        });
        var command = talk.AddTo(new Command("monitor", "Follows the level, rates and queue depths of a running gateway, a line at a time. Needs a key with the role admin.") { every, lines });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new MonitorWork(client, terminal, talk.Json(parsed), TimeProvider.System).RunAsync(TimeSpan.FromSeconds(parsed.GetValue(every)), parsed.GetValue(lines), stop)));
        return command;
    }
}
