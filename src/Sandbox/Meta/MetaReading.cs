using System.Text.Json;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;

namespace Relevo.Sandbox.Meta;

/// <summary>Reads a call of Meta's <c>/messages</c> in one pass, and says what Meta would not take.</summary>
internal static class MetaReading
{
    private const int LongestText = 4_096;
    private const int LongestCaption = 1_024;
    private static readonly string[] Contents =
        ["text", "image", "video", "audio", "document", "sticker", "template", "interactive", "location", "contacts", "reaction"];

    public static void Read(ref Utf8JsonReader reader, ref SendCall call)
    {
        var hasProduct = false;
        var isRead = false;
        var seen = 0;
        string? kind = null;
        if (!JsonScan.IntoObject(ref reader))
        {
            call.Problem = MetaCodes.Of(100, "The body must be an object.");
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("messaging_product"u8))
            {
                hasProduct = JsonScan.Text(ref reader) == "whatsapp";
            }
            else if (reader.ValueTextEquals("to"u8) || reader.ValueTextEquals("recipient"u8))
            {
                call.Given = JsonScan.Text(ref reader) ?? call.Given;
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                call.Type = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("biz_opaque_callback_data"u8))
            {
                call.CorrelationId = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                isRead = JsonScan.Text(ref reader) == "read";
            }
            else if (reader.ValueTextEquals("message_id"u8))
            {
                call.Text = JsonScan.Text(ref reader);
            }
            else if (ContentAt(ref reader) is var content and >= 0)
            {
                seen |= 1 << content;
                ReadContent(ref reader, content, ref call, ref kind);
            }
            else
            {
                JsonScan.Pass(ref reader);
            }
        }

        Judge(ref call, hasProduct, isRead, seen);
        call.Type = isRead ? SendCall.MarkRead : call.Type == "interactive" ? kind ?? call.Type : call.Type;
    }

    private static int ContentAt(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Contents.Length; i++)
        {
            if (reader.ValueTextEquals(Contents[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static void ReadContent(ref Utf8JsonReader reader, int content, ref SendCall call, ref string? kind)
    {
        if (!JsonScan.IntoObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("body"u8))
            {
                call.Text = Contents[content] == "interactive" ? JsonScan.TextIn(ref reader, "text"u8) : JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("caption"u8) || (Contents[content] == "template" && reader.ValueTextEquals("name"u8)) || reader.ValueTextEquals("emoji"u8))
            {
                call.Text = JsonScan.Text(ref reader);
            }
            else if (Contents[content] == "interactive" && reader.ValueTextEquals("type"u8))
            {
                kind = JsonScan.Text(ref reader) switch { "button" => "buttons", var word => word };
            }
            else
            {
                JsonScan.Pass(ref reader);
            }
        }
    }

    private static void Judge(ref SendCall call, bool hasProduct, bool isRead, int seen)
    {
        if (!hasProduct)
        {
            call.Problem = MetaCodes.Of(100, "The parameter messaging_product is required.");
        }
        else if (isRead)
        {
            call.Problem = call.Text is null ? MetaCodes.Of(100, "The parameter message_id is required.") : null;
        }
        else if (string.IsNullOrEmpty(call.Given))
        {
            call.Problem = MetaCodes.Of(100, "The parameter to is required.");
        }
        else
        {
            call.Type ??= "text"; // Meta's default
            var content = Array.IndexOf(Contents, call.Type);
            call.Problem = (content, call.Text) switch
            {
                ( < 0, _) => MetaCodes.Of(100, "Param type must be one of the types of messages."),
                _ when (seen & (1 << content)) == 0 => MetaCodes.Of(131008, $"The parameter {call.Type} is required."),
                (0, null or "") => MetaCodes.Of(131008, "The parameter text['body'] is required."),
                (0, { Length: > LongestText }) => MetaCodes.Of(100, "Param text['body'] must be at most 4096 characters long."),
                ( >= 1 and <= 4, { Length: > LongestCaption }) => MetaCodes.Of(100, "Param caption must be at most 1024 characters long."),
                _ => null,
            };
        }
    }
}
