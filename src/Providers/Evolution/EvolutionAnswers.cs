using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>Taps on buttons and rows.</summary>
internal static class EvolutionAnswers
{
    internal static void Read(string name, JsonElement part, ref EventContent content)
    {
        content.Type = "interactive";
        switch (name)
        {
            case "buttonsResponseMessage":
                content.Payload = Field.Text(part, "selectedButtonId"u8, ref content.Odd);
                content.Text = Field.Text(part, "selectedDisplayText"u8, ref content.Odd);
                break;
            case "templateButtonReplyMessage":
                content.Type = "button";
                content.Payload = Field.Text(part, "selectedId"u8, ref content.Odd);
                content.Text = Field.Text(part, "selectedDisplayText"u8, ref content.Odd);
                break;
            case "listResponseMessage":
                content.Text = Field.Text(part, "title"u8, ref content.Odd);
                content.Payload = Inside(part, "singleSelectReply"u8, "selectedRowId"u8, ref content.Odd);
                break;
            default: // interactiveResponseMessage
                content.Payload = Inside(part, "nativeFlowResponseMessage"u8, "paramsJson"u8, ref content.Odd);
                content.Text = Inside(part, "body"u8, "text"u8, ref content.Odd);
                break;
        }
    }

    private static string? Inside(JsonElement part, ReadOnlySpan<byte> name, ReadOnlySpan<byte> field, ref bool odd) =>
        Field.TryObject(part, name, out var inside, ref odd) ? Field.Text(inside, field, ref odd) : null;
}
