using System.CommandLine;
using System.Globalization;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>How the level changed.</summary>
internal static class LevelsCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var limit = BoundedOption.Create("--limit", "How many, newest first.", usual: 50, most: 500);
        var command = talk.AddTo(new Command("levels", "Lists changes of the level with what was wrong, newest first, also of earlier runs. Needs a key with the role admin.") { limit });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var answers = new Answers(terminal, talk.Json(parsed));
            var answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/admin/levels?limit={parsed.GetValue(limit)}"), stop);
            return answers.Print(answer, "items", body => answers.Table(body, "items", "The level never changed.", "atUtc", "from", "to", "reasons"));
        }));
        return command;
    }
}
