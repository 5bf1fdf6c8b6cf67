using System.CommandLine;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Commands.Talking;

/// <summary>The options that every command has which talks to a running gateway.</summary>
internal sealed class TalkOptions
{
    private const string KeyVariable = "GATEWAY_ADMIN_KEY";

    private readonly Option<string> _url = new("--url")
    {
        Description = "Address of the running gateway.",
        DefaultValueFactory = _ => "http://127.0.0.1:8000",
        HelpName = "address",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"API key; without it the environment variable {KeyVariable} is used, which keeps the key out of the process list.",
        HelpName = "key",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as JSON." };

    public TalkOptions() => _url.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && !HttpAddressAttribute.IsAddress(result.Tokens[0].Value))
        {
            result.AddError("--url needs an absolute address that begins with http:// or https://.");
        }
    });

    /// <summary>Adds the options to a command.</summary>
    public Command AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_key);
        command.Options.Add(_json);
        return command;
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Runs <paramref name="work"/> with a client that carries a key; without a key it says what to do.</summary>
    public async Task<int> WithKeyAsync(ParseResult parsed, Terminal terminal, Func<GatewayClient, Task<int>> work)
    {
        var key = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (string.IsNullOrEmpty(key))
        {
            terminal.Complain($"This command needs an API key: --key, or the environment variable {KeyVariable}.");
            return ExitCode.Usage;
        }

        using var client = new GatewayClient(parsed.GetValue(_url)!, key);
        return await work(client);
    }

    public async Task<int> WithoutKeyAsync(ParseResult parsed, Func<GatewayClient, Task<int>> work)
    {
        using var client = new GatewayClient(parsed.GetValue(_url)!, key: null);
        return await work(client);
    }
}
