using System.Text.Json;

namespace Relevo.Gateway.Commands.Talking;

/// <summary>What a running gateway answered, or why it did not.</summary>
/// <param name="Status">Status code; 0 when there was no answer.</param>
/// <param name="Text">The JSON as it came.</param>
/// <param name="Problem">A sentence for people when the work was not done.</param>
internal sealed record GatewayAnswer(int Status, string Text, string? Problem)
{
    public JsonElement Body
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }
}
