using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Meta;

/// <summary>Buttons and lists for the Cloud API.</summary>
internal static class MetaInteractiveBody
{
    internal static void Write(Utf8JsonWriter json, OutboundMessage message)
    {
        var interactive = message.Interactive!;
        json.WriteString("type"u8, message.Type == OutboundType.Buttons ? "button"u8 : "list"u8);
        if (!string.IsNullOrEmpty(interactive.Header))
        {
            json.WriteStartObject("header"u8);
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, interactive.Header);
            json.WriteEndObject();
        }

        Text(json, "body"u8, message.Text);
        Text(json, "footer"u8, interactive.Footer);
        json.WriteStartObject("action"u8);
        if (message.Type == OutboundType.Buttons)
        {
            Buttons(json, interactive.Buttons);
        }
        else
        {
            json.WriteString("button"u8, interactive.ButtonText);
            Sections(json, interactive.Sections);
        }

        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteStartObject(name);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }
    }

    private static void Buttons(Utf8JsonWriter json, IReadOnlyList<OutboundButton> buttons)
    {
        json.WriteStartArray("buttons"u8);
        foreach (var button in buttons)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "reply"u8);
            json.WriteStartObject("reply"u8);
            json.WriteString("id"u8, button.Id);
            json.WriteString("title"u8, button.Title);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Sections(Utf8JsonWriter json, IReadOnlyList<OutboundSection> sections)
    {
        json.WriteStartArray("sections"u8);
        foreach (var section in sections)
        {
            json.WriteStartObject();
            json.Optional("title"u8, section.Title);
            json.WriteStartArray("rows"u8);
            foreach (var row in section.Rows)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, row.Id);
                json.WriteString("title"u8, row.Title);
                json.Optional("description"u8, row.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
