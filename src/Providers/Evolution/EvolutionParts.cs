using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>The kinds of content, each under a property of its own (WAProto).</summary>
internal static class EvolutionParts
{
    private static readonly WordTable Names = new(
        "conversation", "extendedTextMessage", "imageMessage", "videoMessage", "ptvMessage", "audioMessage", "documentMessage",
        "stickerMessage", "locationMessage", "liveLocationMessage", "contactMessage", "contactsArrayMessage", "reactionMessage",
        "buttonsResponseMessage", "listResponseMessage", "templateButtonReplyMessage", "interactiveResponseMessage");

    /// <summary>Reads a property of the message.</summary>
    /// <returns>False when it is no content we know, or not of the right type.</returns>
    internal static bool TryRead(JsonProperty property, ref EventContent content)
    {
        var name = Names.Find(JsonName.Of(property));
        if (name is null)
        {
            return false;
        }

        var expected = name == "conversation" ? JsonValueKind.String : JsonValueKind.Object;
        if (property.Value.ValueKind != expected)
        {
            content.Odd = true;
            return false;
        }

        Read(name, property.Value, ref content);
        if (expected == JsonValueKind.Object && Field.TryObject(property.Value, "contextInfo"u8, out var context, ref content.Odd))
        {
            content.ReplyTo ??= Field.Key(context, "stanzaId"u8, ref content.Odd);
        }

        return true;
    }

    private static void Read(string name, JsonElement part, ref EventContent content)
    {
        switch (name)
        {
            case "conversation":
                content.Type = "text";
                content.Text = JsonText.Of(part);
                break;
            case "extendedTextMessage":
                content.Type = "text";
                content.Text = Field.Text(part, "text"u8, ref content.Odd);
                break;
            case "imageMessage": Media("image", part, ref content); break;
            case "videoMessage" or "ptvMessage": Media("video", part, ref content); break;
            case "audioMessage": Media("audio", part, ref content); break;
            case "documentMessage": Media("document", part, ref content); break;
            case "stickerMessage": Media("sticker", part, ref content); break;
            case "locationMessage" or "liveLocationMessage": Location(part, ref content); break;
            case "contactMessage" or "contactsArrayMessage": content.Type = "contacts"; break;
            case "reactionMessage": Reaction(part, ref content); break;
            default: EvolutionAnswers.Read(name, part, ref content); break;
        }
    }

    private static void Media(string type, JsonElement part, ref EventContent content)
    {
        content.Type = type;
        content.MimeType = Field.Key(part, "mimetype"u8, ref content.Odd);
        content.Text = Field.Text(part, "caption"u8, ref content.Odd);
        content.FileName = Field.Text(part, "fileName"u8, ref content.Odd);
        content.Voice = Field.Flag(part, "ptt"u8, ref content.Odd);
        content.NeedsMediaFetch = true;
    }

    private static void Location(JsonElement part, ref EventContent content)
    {
        content.Type = "location";
        content.Latitude = Field.Number(part, "degreesLatitude"u8, ref content.Odd);
        content.Longitude = Field.Number(part, "degreesLongitude"u8, ref content.Odd);
    }

    // Empty text: the reaction was taken back.
    private static void Reaction(JsonElement part, ref EventContent content)
    {
        content.Type = "reaction";
        content.Emoji = Field.Text(part, "text"u8, ref content.Odd);
        if (Field.TryObject(part, "key"u8, out var key, ref content.Odd))
        {
            content.Target = Field.Key(key, "id"u8, ref content.Odd);
        }
    }
}
