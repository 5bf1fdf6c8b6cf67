using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>New sends are refused for a while.</summary>
internal static class MaintenanceCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("maintenance", "Answers new sends with 503 for a while; webhooks are still accepted and what waits is still sent. Needs a key with the role admin.");
        command.Subcommands.Add(Set("on", "Takes no new sends from now on.", terminal, new Option<string?>("--reason") { Description = "Why, for those whose sends are refused.", HelpName = "text" }));
        command.Subcommands.Add(Set("off", "Takes new sends again; rates begin at a tenth and come back in steps.", terminal, reason: null));
        return command;
    }

    private static Command Set(string word, string description, Terminal terminal, Option<string?>? reason)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command(word, description));
        if (reason is not null)
        {
            command.Options.Add(reason);
        }

        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DegradationWork(client, terminal, talk.Json(parsed), stop).MaintainAsync(word, reason is null ? null : parsed.GetValue(reason))));
        return command;
    }
}
