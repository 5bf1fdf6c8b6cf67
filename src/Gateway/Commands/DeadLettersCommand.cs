using System.CommandLine;
using System.CommandLine.Parsing;
using Relevo.Contracts.Identity;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>Parked messages.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(Terminal terminal) => new("deadletters", "Lists, shows, retries and drops parked messages.")
    {
        List(terminal),
        ShowOne(terminal),
        Retry(terminal),
        Drop(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var talk = new TalkOptions();
        var limit = BoundedOption.Create("--limit", "How many, oldest first.", usual: 50, most: 500);
        var after = new Option<string?>("--after") { Description = "Begin behind this id.", HelpName = "id" };
        after.Validators.Add(RefuseWhatIsNoId);
        var command = talk.AddTo(new Command("list", "Lists parked messages, oldest first. Needs a key with the role read.") { limit, after });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DeadLetterWork(client, terminal, talk.Json(parsed), stop).ListAsync(parsed.GetValue(limit), parsed.GetValue(after))));
        return command;
    }

    private static Command ShowOne(Terminal terminal)
    {
        var talk = new TalkOptions();
        var id = new Argument<string>("id") { Description = "Id of the message." };
        id.Validators.Add(RefuseWhatIsNoId);
        var command = talk.AddTo(new Command("show", "Shows one parked message with its content, as JSON. Needs a key with the role read.") { id });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DeadLetterWork(client, terminal, json: true, stop).ShowAsync(parsed.GetValue(id)!)));
        return command;
    }

    private static Command Retry(Terminal terminal)
    {
        var talk = new TalkOptions();
        var ids = Ids("ids", "Ids of messages.", ArgumentArity.ZeroOrMore);
        var all = new Option<bool>("--all") { Description = "Retry everything that is parked now, but for sends of unknown outcome." };
        var unknown = new Option<bool>("--include-unknown") { Description = "With --all: also sends of unknown outcome, although their customers may get them twice." };
        var command = talk.AddTo(new Command("retry", "Puts parked messages back at the end of their conversations, under new ids. Needs a key with the role admin.") { ids, all, unknown });
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(ids) is { Length: > 0 })
            {
                result.AddError("Name ids, or --all, but not both.");
            }

            if (result.GetValue(unknown) && !result.GetValue(all))
            {
                result.AddError("--include-unknown goes with --all; ids are taken as they are.");
            }
        });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
        {
            var work = new DeadLetterWork(client, terminal, talk.Json(parsed), stop);
            return parsed.GetValue(all) ? new RetryAllWork(client, terminal, talk.Json(parsed), parsed.GetValue(unknown), stop).RunAsync() : work.ActAsync("retry", parsed.GetValue(ids)!);
        }));
        return command;
    }

    private static Command Drop(Terminal terminal)
    {
        var talk = new TalkOptions();
        var ids = Ids("ids", "Ids of messages.", ArgumentArity.OneOrMore);
        var command = talk.AddTo(new Command("drop", "Takes parked messages out for good. Needs a key with the role admin.") { ids });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new DeadLetterWork(client, terminal, talk.Json(parsed), stop).ActAsync("drop", parsed.GetValue(ids)!)));
        return command;
    }

    private static Argument<string[]> Ids(string name, string description, ArgumentArity arity)
    {
        var ids = new Argument<string[]>(name) { Description = description, Arity = arity };
        ids.Validators.Add(RefuseWhatIsNoId);
        return ids;
    }

    private static void RefuseWhatIsNoId(SymbolResult result)
    {
        foreach (var token in result.Tokens.Where(t => !MessageId.TryParse(t.Value, out _)))
        {
            result.AddError($"\"{token.Value}\" is not an id.");
        }
    }
}
