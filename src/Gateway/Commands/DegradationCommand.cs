using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>What is restricted, and restricting by hand.</summary>
internal static class DegradationCommand
{
    private static readonly string[] Levels = ["degraded", "critical", "emergency"];

    public static Command Create(Terminal terminal)
    {
        var command = new Command("degradation", "Shows what a running gateway restricts (rates of sends, shares of workers, features), and restricts by hand. What is set by hand ends by itself after an hour. Needs a key with the role admin.");
        command.Subcommands.Add(On(terminal));
        command.Subcommands.Add(Set("off", "Lifts every restriction, whatever the level asks for.", terminal));
        command.Subcommands.Add(Set("auto", "Ends what was set by hand: the level decides again.", terminal));
        command.Subcommands.Add(Status(terminal));
        return command;
    }

    private static Command On(Terminal terminal)
    {
        var talk = new TalkOptions();
        var level = new Option<string>("--level") { Description = "Restrict at least as at this level: degraded, critical or emergency.", DefaultValueFactory = _ => Levels[0], HelpName = "level" };
        level.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, Levels);
        var command = talk.AddTo(new Command("on", "Restricts, at least as at a level.") { level });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DegradationWork(client, terminal, talk.Json(parsed), stop).SetAsync("on", parsed.GetValue(level))));
        return command;
    }

    private static Command Set(string word, string description, Terminal terminal)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command(word, description));
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DegradationWork(client, terminal, talk.Json(parsed), stop).SetAsync(word, level: null)));
        return command;
    }

    private static Command Status(Terminal terminal)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command("status", "Shows what is restricted now."));
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DegradationWork(client, terminal, talk.Json(parsed), stop).ShowAsync()));
        return command;
    }
}
