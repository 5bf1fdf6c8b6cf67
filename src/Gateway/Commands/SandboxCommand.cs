using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Playing;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.Commands;

/// <summary>Plays the providers for somebody's own tests.</summary>
internal static class SandboxCommand
{
    private const int UsualPort = 7000;
    private const int LastPort = 65_535;

    private const string Description = """
        Plays the providers on loopback until Ctrl-C: takes sends as Meta, Bird, Bird v1 and Evolution do, posts their signed webhooks, and fails as the script says.

        A script is a JSON file with the numbers and the rules, for example:

          { "numbers": [ { "provider": "meta", "key": "100000000000001", "webhookUrl": "http://127.0.0.1:8000/webhooks/meta/main", "webhookSecret": "app-secret" } ],
            "rules": [ { "from": 10, "to": 20, "throttle": true, "retryAfter": 2 },
                       { "recipient": "+1555*", "metaCode": 131026 },
                       { "latencyMs": 100, "receipts": [ "sent", { "status": "delivered", "delayMs": 500 } ] } ],
            "incoming": [ { "afterSeconds": 3, "number": "100000000000001", "contact": "+15550001001", "text": "hola" } ] }

        Customers also write when POST /sandbox/incoming on the same port says so, with {"number","contact","text"}.

        src/Sandbox/README.md lists every field.
        """;

    public static Command Create(Terminal terminal)
    {
        var port = Port();
        var script = new Option<string>("--script") { Description = "The script.", Required = true, HelpName = "file" };
        var webhooks = new Option<string[]>("--webhook-url")
        {
            Description = "Where webhooks go, in place of what the script says: an address for every number, or KEY=ADDRESS for one. Can be given again.",
            HelpName = "[key=]url",
        };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON per send." };
        var command = new Command("sandbox", Description)
        {
            port,
            script,
            webhooks,
            json,
        };
        webhooks.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => WebhookTarget.Parse(token.Value) is null))
            {
                result.AddError($"--webhook-url: \"{token.Value}\" is no absolute http or https address.");
            }
        });
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(script)!, parsed.GetValue(port), parsed.GetValue(webhooks) ?? [], parsed.GetValue(json), terminal, stop));
        return command;
    }

    private static Option<int> Port()
    {
        var port = new Option<int>("--port") { Description = "Port on loopback; 0 for any that is free.", DefaultValueFactory = _ => UsualPort, HelpName = "n" };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) || value > LastPort))
            {
                result.AddError($"--port must be from 0 to {LastPort}.");
            }
        });
        return port;
    }

    private static async Task<int> RunAsync(string file, int port, string[] webhooks, bool json, Terminal terminal, CancellationToken stop)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(file, stop);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Complain($"The script cannot be read: {exception.Message}");
            return ExitCode.Usage;
        }

        var targets = webhooks.Select(text => WebhookTarget.Parse(text)!).ToList();
        var result = ScriptFile.Read(bytes, options => WebhookTarget.Apply(targets, options) with { Port = port });
        if (result.Options is { } script)
        {
            return await new SandboxRun(terminal, TimeProvider.System).RunAsync(script, json, stop);
        }

        foreach (var problem in result.Problems)
        {
            terminal.Complain($"Error: {problem}");
        }

        terminal.Complain($"The script {file} has {result.Problems.Count} error(s).");
        return ExitCode.Usage;
    }
}
