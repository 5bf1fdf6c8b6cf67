using System.Text.Json;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;

namespace Relevo.Sandbox.Evolution;

/// <summary>Reads a call of Evolution, of release 2 and of release 1 with its content one level down; the path says what it is.</summary>
internal static class EvolutionReading
{
    public static void Read(ref Utf8JsonReader reader, string operation, ref SendCall call)
    {
        call.Type = TypeOf(operation);
        if (call.Type is null)
        {
            call.Problem = EvolutionErrors.BadRequest($"Cannot POST /message/{operation}");
            call.Type = operation;
            return;
        }

        if (!JsonScan.IntoObject(ref reader))
        {
            call.Problem = EvolutionErrors.BadRequest("The body must be an object");
            return;
        }

        Members(ref reader, ref call, depth: 0);
        call.Problem = operation == SendCall.MarkRead ? null
            : string.IsNullOrEmpty(call.Given) ? EvolutionErrors.BadRequest("instance requires property \\\"number\\\"")
            : operation == "sendText" && string.IsNullOrEmpty(call.Text) ? EvolutionErrors.BadRequest("instance requires property \\\"text\\\"")
            : null;
    }

    private static void Members(ref Utf8JsonReader reader, ref SendCall call, int depth)
    {
        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("number"u8) || reader.ValueTextEquals("remoteJid"u8))
            {
                call.Given = JsonScan.Text(ref reader) ?? call.Given;
            }
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("caption"u8) || reader.ValueTextEquals("reaction"u8))
            {
                call.Text = JsonScan.Text(ref reader) ?? call.Text;
            }
            else if (reader.ValueTextEquals("mediatype"u8))
            {
                call.Type = JsonScan.Text(ref reader) ?? call.Type;
            }
            else if (depth == 0 && IsInner(ref reader))
            {
                Inner(ref reader, ref call);
            }
            else if (reader.ValueTextEquals("readMessages"u8) && JsonScan.IntoArray(ref reader))
            {
                ReadMarks(ref reader, ref call);
            }
            else
            {
                JsonScan.PassIfName(ref reader);
            }
        }
    }

    // Release 1 wraps its content; a reaction names its message by key.
    private static bool IsInner(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("textMessage"u8) || reader.ValueTextEquals("mediaMessage"u8) || reader.ValueTextEquals("reactionMessage"u8) || reader.ValueTextEquals("key"u8);

    private static void Inner(ref Utf8JsonReader reader, ref SendCall call)
    {
        if (JsonScan.IntoObject(ref reader))
        {
            Members(ref reader, ref call, depth: 1);
        }
    }

    private static void ReadMarks(ref Utf8JsonReader reader, ref SendCall call)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (JsonScan.NextName(ref reader))
            {
                if (reader.ValueTextEquals("id"u8))
                {
                    call.Text ??= JsonScan.Text(ref reader);
                }
                else if (reader.ValueTextEquals("remoteJid"u8))
                {
                    call.Given ??= JsonScan.Text(ref reader);
                }
                else
                {
                    JsonScan.Pass(ref reader);
                }
            }
        }
    }

    private static string? TypeOf(string operation) => operation switch
    {
        "sendText" => "text",
        "sendMedia" => "document", // until "mediatype" says better
        "sendWhatsAppAudio" => "audio",
        "sendSticker" => "sticker",
        "sendLocation" => "location",
        "sendContact" => "contacts",
        "sendReaction" => "reaction",
        "sendList" => "list",
        "sendButtons" => "buttons",
        "sendTemplate" => "template",
        "sendPoll" => "poll",
        SendCall.MarkRead => SendCall.MarkRead,
        _ => null,
    };
}
