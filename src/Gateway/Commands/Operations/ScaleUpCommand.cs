using System.CommandLine;
using System.Globalization;
using Relevo.Gateway.Api.Operations;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>More workers by hand.</summary>
internal static class ScaleUpCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var workers = new Argument<int>("n")
        {
            Description = $"How many more for each queue; 0 takes back what playbooks and people added. Default {ScaleRequest.UsualWorkers}.",
            DefaultValueFactory = _ => ScaleRequest.UsualWorkers,
        };
        workers.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > ScaleRequest.MostWorkers))
            {
                result.AddError($"The number of workers must be from 0 to {ScaleRequest.MostWorkers}.");
            }
        });
        var command = talk.AddTo(new Command("scale-up", "Adds workers to each queue for a day (Scaling:KeepHours), within the bound of the settings (Scaling:MaxWorkers). Needs a key with the role admin.") { workers });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var answers = new Answers(terminal, talk.Json(parsed));
            var answer = await client.PostAsync("/admin/scale-up", string.Create(CultureInfo.InvariantCulture, $"{{\"workers\":{parsed.GetValue(workers)}}}"), stop);
            return answers.Print(answer, "items", scale =>
            {
                terminal.Say(Show.Field(scale, "message"));
                answers.Table(scale, "items", "There is no queue.", "queue", "usual", "workers", "cut");
            });
        }));
        return command;
    }
}
