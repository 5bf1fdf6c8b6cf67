using System.Text.Json;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>What the commands about numbers do.</summary>
internal sealed class NumberWork(GatewayClient client, Terminal terminal, bool json, CancellationToken stop)
{
    public async Task<int> ListAsync() => Print(await client.GetAsync("/api/numbers", stop));

    public async Task<int> ActAsync(string name, string action, string body)
    {
        var answer = await client.PostAsync($"/admin/numbers/{Uri.EscapeDataString(name)}/{action}", body, stop);
        var code = Print(answer);
        if (code == ExitCode.Done && !json && Show.Field(answer.Body, "saved") is "false")
        {
            terminal.Say(Words.NotSaved);
        }

        return code;
    }

    public async Task<int> BackupsAsync(bool on)
    {
        var answer = await client.PostAsync("/admin/activate-backup" + (on ? "" : "?off=1"), "{}", stop);
        var code = Print(answer);
        if (code == ExitCode.Done && !json && Show.Field(answer.Body, "message") is var said and not Show.Nothing)
        {
            terminal.Say(said);
        }

        return code;
    }

    // Every one of these answers with the numbers it is about, as they are now.
    private int Print(GatewayAnswer answer)
    {
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        if (json)
        {
            terminal.Json(answer.Text);
            return ExitCode.Done;
        }

        if (answer.Body.ValueKind != JsonValueKind.Object || !answer.Body.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            terminal.Complain("What answers there is no Relevo gateway: it names no numbers.");
            return ExitCode.No;
        }

        NumberTable.Print([.. items.EnumerateArray()], terminal);
        return ExitCode.Done;
    }
}
