using System.CommandLine;
using System.Globalization;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>The pool of numbers.</summary>
internal static class NumbersCommand
{
    private const int MaxWeight = 1000;

    public static Command Create(Terminal terminal) => new("numbers", "Shows the pool of numbers, and takes numbers out, back in, or up. What was set by hand is kept over a restart.")
    {
        List(terminal),
        Act(terminal, "drain", "Gives a number no new contacts; what runs through it goes on. Needs a key with the role admin."),
        Act(terminal, "resume", "Undoes drain and activate; a number that is left out because it failed is tried again at once. Needs a key with the role admin."),
        Act(terminal, "activate", "Uses a backup number like a primary one until resume. Needs a key with the role admin."),
        Weight(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var talk = new TalkOptions();
        var command = talk.AddTo(new Command("list", "Lists the numbers: state, load, rate, what waits, errors. Needs a key with the role read."));
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client => new NumberWork(client, terminal, talk.Json(parsed), stop).ListAsync()));
        return command;
    }

    private static Command Act(Terminal terminal, string action, string description)
    {
        var talk = new TalkOptions();
        var name = Name();
        var command = talk.AddTo(new Command(action, description) { name });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new NumberWork(client, terminal, talk.Json(parsed), stop).ActAsync(parsed.GetValue(name)!, action, "{}")));
        return command;
    }

    private static Command Weight(Terminal terminal)
    {
        var talk = new TalkOptions();
        var name = Name();
        var weight = new Argument<int>("n") { Description = $"Its part among the others, 0 to {MaxWeight}; 0 gives it no new contacts." };
        weight.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > MaxWeight))
            {
                result.AddError($"The weight must be from 0 to {MaxWeight}.");
            }
        });
        var command = talk.AddTo(new Command("weight", "Sets the part of new contacts that a number gets. Needs a key with the role admin.") { name, weight });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new NumberWork(client, terminal, talk.Json(parsed), stop).ActAsync(
                parsed.GetValue(name)!, "weight", string.Create(CultureInfo.InvariantCulture, $"{{\"weight\":{parsed.GetValue(weight)}}}"))));
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "Name of the number in the settings." };
}
