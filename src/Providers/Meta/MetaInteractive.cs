using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>Answers to interactive messages: a tapped button, a chosen row, a filled-in flow.</summary>
internal static class MetaInteractive
{
    internal static bool Read(JsonElement message, ref EventContent content)
    {
        if (!Field.TryObject(message, "interactive"u8, out var interactive, ref content.Odd))
        {
            return false;
        }

        if (Field.TryObject(interactive, "button_reply"u8, out var reply, ref content.Odd)
            || Field.TryObject(interactive, "list_reply"u8, out reply, ref content.Odd))
        {
            content.Payload = Field.Text(reply, "id"u8, ref content.Odd);
            content.Text = Field.Text(reply, "title"u8, ref content.Odd);
        }
        else if (Field.TryObject(interactive, "nfm_reply"u8, out var flow, ref content.Odd))
        {
            // JSON inside a string: handed on as the string it is.
            content.Payload = Field.Text(flow, "response_json"u8, ref content.Odd);
            content.Text = Field.Text(flow, "body"u8, ref content.Odd);
        }

        return true;
    }
}
