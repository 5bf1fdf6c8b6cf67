using System.Text.Json;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Commands.Talking;

/// <summary>Prints what a running gateway answered: its complaint, its JSON, or a table.</summary>
internal sealed class Answers(Terminal terminal, bool json)
{
    /// <summary>Prints an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="field">A field that such an answer has; what answers without it is no gateway of ours.</param>
    /// <param name="print">Prints it for people.</param>
    /// <returns>The exit code: that the answer is no when it says so itself.</returns>
    public int Print(GatewayAnswer answer, string field, Action<JsonElement> print)
    {
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        var body = answer.Body;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(field, out _))
        {
            terminal.Complain($"What answers there is no Relevo gateway of this version: its answer has no field {field}.");
            return ExitCode.No;
        }

        if (json)
        {
            terminal.Json(answer.Text);
        }
        else
        {
            print(body);
        }

        return body.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False ? ExitCode.No : ExitCode.Done;
    }

    /// <summary>Prints the objects of a list as a table with those of their fields, or a sentence when there are none.</summary>
    public void Table(JsonElement body, string list, string none, params IReadOnlyList<string> fields)
    {
        var items = Show.Items(body, list);
        if (items.Count == 0)
        {
            terminal.Say(none);
            return;
        }

        terminal.Table(fields, [.. items.Select(item => fields.Select(field => Show.Field(item, field)).ToList())]);
    }
}
