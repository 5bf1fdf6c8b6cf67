using System.CommandLine;
using System.Text.Json.Nodes;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>Runs the playbook of EMERGENCY by hand.</summary>
internal static class EmergencyCommand
{
    private const int LongestReason = 200;
    private const string WhatItDoes = """
        This runs the playbook of EMERGENCY on the running gateway (Playbooks:Emergency). Unless the settings say otherwise it
        takes a snapshot, doubles the workers, activates all backups, refuses new sends and tells everyone; nobody takes that
        back but people. Say it again with --yes to do it.
        """;

    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var reason = new Option<string?>("--reason") { Description = $"Why, in one line of at most {LongestReason} characters, for the record and for those who are told.", HelpName = "text" };
        reason.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length is 0 or > LongestReason || token.Value.Any(char.IsControl)))
            {
                result.AddError($"--reason needs one line of 1 to {LongestReason} characters.");
            }
        });
        var yes = new Option<bool>("--yes") { Description = "Do it; without it, it only says what it would do." };
        var command = talk.AddTo(new Command("emergency", "Runs the playbook of EMERGENCY by hand, whatever the level is. Needs a key with the role admin.") { reason, yes });
        command.SetAction((parsed, stop) => parsed.GetValue(yes)
            ? talk.WithKeyAsync(parsed, terminal, client => RunAsync(client, parsed.GetValue(reason), new Answers(terminal, talk.Json(parsed)), terminal, stop))
            : Task.FromResult(Refuse(terminal)));
        return command;
    }

    private static int Refuse(Terminal terminal)
    {
        foreach (var line in WhatItDoes.Split('\n'))
        {
            terminal.Complain(line.TrimEnd('\r'));
        }

        return ExitCode.Usage;
    }

    private static async Task<int> RunAsync(GatewayClient client, string? reason, Answers answers, Terminal terminal, CancellationToken stop)
    {
        var body = reason is null ? [] : new JsonObject { ["reason"] = reason };
        return answers.Print(await client.PostAsync("/admin/emergency", body.ToJsonString(), stop), "answer", said => terminal.Say(Show.Field(said, "message")));
    }
}
