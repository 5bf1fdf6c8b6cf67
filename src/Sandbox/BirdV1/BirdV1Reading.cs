using System.Text.Json;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;

namespace Relevo.Sandbox.BirdV1;

/// <summary>Reads a message as platform v1 takes it: the content's name is its type.</summary>
internal static class BirdV1Reading
{
    private const int Unprocessable = 422;

    private static readonly string[] Contents = ["text", "image", "video", "audio", "document", "sticker", "location", "template", "interactive", "reaction", "contacts"];

    public static void Read(ref Utf8JsonReader reader, ref SendCall call)
    {
        if (!JsonScan.IntoObject(ref reader))
        {
            call.Problem = BirdV1Errors.Invalid(Unprocessable, "The body must be an object.");
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("to"u8))
            {
                call.Given = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("from"u8))
            {
                call.From = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                call.CorrelationId = JsonScan.TextIn(ref reader, "gatewayId"u8);
            }
            else if (ContentOf(ref reader) is { } type)
            {
                call.Type = type;
                ReadContent(ref reader, ref call);
            }
            else
            {
                JsonScan.Pass(ref reader);
            }
        }

        call.Problem = string.IsNullOrEmpty(call.Given) ? BirdV1Errors.Invalid(Unprocessable, "to is required.")
            : string.IsNullOrEmpty(call.From) ? BirdV1Errors.Invalid(Unprocessable, "from is required.")
            : call.Type is null ? BirdV1Errors.Invalid(Unprocessable, "A message needs a content.")
            : null;
    }

    private static string? ContentOf(ref Utf8JsonReader reader)
    {
        foreach (var content in Contents)
        {
            if (reader.ValueTextEquals(content))
            {
                return content;
            }
        }

        return null;
    }

    private static void ReadContent(ref Utf8JsonReader reader, ref SendCall call)
    {
        if (!JsonScan.IntoObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("body"u8) || reader.ValueTextEquals("caption"u8) || reader.ValueTextEquals("slug"u8))
            {
                call.Text = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8) && call.Type == "interactive")
            {
                call.Type = JsonScan.Text(ref reader) switch { "button" => "buttons", "list" => "list", _ => call.Type };
            }
            else
            {
                JsonScan.Pass(ref reader);
            }
        }
    }
}
