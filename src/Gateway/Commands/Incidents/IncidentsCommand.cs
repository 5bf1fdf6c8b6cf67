using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Incidents;

/// <summary>Incidents: what happened, and what people do about it.</summary>
internal static class IncidentsCommand
{
    private const int LongestName = 80;
    private const int LongestNote = 4_000;
    private static readonly string[] Marks = ["investigating", "cause", "fixed"];

    public static Command Create(Terminal terminal) => new("incidents", "Lists and shows incidents, notes who looks after them and how far they have come, and writes reports. An id may be cut as long as only one begins so. Needs a key with the role admin.")
    {
        List(terminal),
        ShowOne(terminal),
        Act(terminal, "ack", "Takes an incident: those who were alarmed are told that somebody looks after it."),
        Mark(terminal),
        Act(terminal, "close", "Closes an incident, whatever the level is."),
        Report(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var talk = new TalkOptions();
        var limit = BoundedOption.Create("--limit", "How many, newest first.", usual: 50, most: 500);
        var command = talk.AddTo(new Command("list", "Lists incidents, newest first.") { limit });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new IncidentWork(client, terminal, talk.Json(parsed), stop).ListAsync(parsed.GetValue(limit))));
        return command;
    }

    private static Command ShowOne(Terminal terminal)
    {
        var talk = new TalkOptions();
        var id = Id();
        var command = talk.AddTo(new Command("show", "Shows one incident with its timeline, and whom to call now.") { id });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new IncidentWork(client, terminal, talk.Json(parsed), stop).ShowAsync(parsed.GetValue(id)!)));
        return command;
    }

    private static Command Act(Terminal terminal, string action, string description)
    {
        var talk = new TalkOptions();
        var (id, note, by) = (Id(), Note(), By());
        var command = talk.AddTo(new Command(action, description) { id, note, by });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new IncidentWork(client, terminal, talk.Json(parsed), stop).ActAsync(parsed.GetValue(id)!, action, null, parsed.GetValue(note), parsed.GetValue(by))));
        return command;
    }

    private static Command Mark(Terminal terminal)
    {
        var talk = new TalkOptions();
        var (id, note, by) = (Id(), Note(), By());
        var mark = new Argument<string>("mark") { Description = "investigating, cause (the note says which) or fixed (the note says how)." };
        mark.AcceptOnlyFromAmong(Marks);
        var command = talk.AddTo(new Command("mark", "Notes how far you have come, and thereby takes the incident.") { id, mark, note, by });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new IncidentWork(client, terminal, talk.Json(parsed), stop).ActAsync(parsed.GetValue(id)!, "mark", parsed.GetValue(mark), parsed.GetValue(note), parsed.GetValue(by))));
        return command;
    }

    private static Command Report(Terminal terminal)
    {
        var talk = new TalkOptions();
        var id = Id();
        var file = new Option<FileInfo?>("--out") { Description = "Write it to this file, which must not be there yet: what people filled in is never overwritten.", HelpName = "file" };
        var command = talk.AddTo(new Command("report", "Writes the report of an incident as Markdown, with places to fill in.") { id, file });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, client =>
            new IncidentWork(client, terminal, talk.Json(parsed), stop).ReportAsync(parsed.GetValue(id)!, parsed.GetValue(file))));
        return command;
    }

    private static Argument<string> Id() => new("id") { Description = "Id of the incident, or how it begins." };

    private static Option<string?> Note() => Text("--note", $"What is to be remembered, at most {LongestNote} characters.", LongestNote, mayHaveLines: true);

    private static Option<string?> By() => Text("--by", "Who you are; without it the name of the key.", LongestName, mayHaveLines: false);

    private static Option<string?> Text(string name, string description, int most, bool mayHaveLines)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "text" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length == 0 || token.Value.Length > most || (!mayHaveLines && token.Value.Any(char.IsControl))))
            {
                result.AddError($"{name} needs {(mayHaveLines ? "" : "one line of ")}1 to {most} characters.");
            }
        });
        return option;
    }
}
