using System.CommandLine;
using System.Text.Json.Nodes;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>Begins components anew in place.</summary>
internal static class RestartServicesCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var component = new Argument<string?>("component") { Description = "One by its name in the health, say queue or provider-meta; without it, all.", Arity = ArgumentArity.ZeroOrOne };
        var command = talk.AddTo(new Command("restart-services", "Begins components of a running gateway anew in place: nothing is lost and nothing goes away meanwhile. Needs a key with the role admin.") { component });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var answers = new Answers(terminal, talk.Json(parsed));
            var body = parsed.GetValue(component) is { } name ? new JsonObject { ["component"] = name } : [];
            var answer = await client.PostAsync("/admin/restart-services", body.ToJsonString(), stop);
            return answers.Print(answer, "items", done => answers.Table(done, "items", "There is no component.", "component", "succeeded", "done"));
        }));
        return command;
    }
}
