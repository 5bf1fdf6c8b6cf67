using System.CommandLine;
using System.Text.Json.Nodes;
using Relevo.Gateway.Api.Notices;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Commands.Operations;

/// <summary>Tells people something by hand.</summary>
internal static class NotifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var talk = new TalkOptions();
        var severity = new Argument<string>("severity") { Description = $"Decides who is told: {string.Join(", ", LevelWords.Known)}." };
        severity.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !LevelWords.TryParse(token.Value, out _))
            {
                result.AddError($"\"{token.Value}\" is no severity; there are {string.Join(", ", LevelWords.Known)}.");
            }
        });
        var message = new Argument<string>("message") { Description = $"One line of at most {NotifyRequest.LongestMessage} characters, without secrets." };
        message.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length is 0 or > NotifyRequest.LongestMessage || token.Value.Any(char.IsControl)))
            {
                result.AddError($"The message must be one line of 1 to {NotifyRequest.LongestMessage} characters.");
            }
            else if (result.Tokens is [var said] && NotifyRequest.IsBlank(said.Value))
            {
                result.AddError($"The message {NotifyRequest.Blank}.");
            }
        });
        var command = talk.AddTo(new Command("notify", "Tells people something, by the channels of a severity. Needs a key with the role admin.") { severity, message });
        command.SetAction((parsed, stop) => talk.WithKeyAsync(parsed, terminal, async client =>
        {
            var body = new JsonObject { ["severity"] = parsed.GetValue(severity), ["message"] = parsed.GetValue(message) };
            var answer = await client.PostAsync("/admin/notify", body.ToJsonString(), stop);
            return new Answers(terminal, talk.Json(parsed)).Print(answer, "channels", told => terminal.Say($"{Show.Field(told, "id")}: {Show.Field(told, "message")}"));
        }));
        return command;
    }
}
