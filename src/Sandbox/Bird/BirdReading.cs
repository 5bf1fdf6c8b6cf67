using System.Text.Json;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;
using Relevo.Sandbox.Media;

namespace Relevo.Sandbox.Bird;

/// <summary>Reads a message as Bird's Channels API takes it.</summary>
internal static class BirdReading
{
    public static void Read(ref Utf8JsonReader reader, ref SendCall call)
    {
        if (!JsonScan.IntoObject(ref reader))
        {
            call.Problem = BirdErrors.Invalid("", "must be an object");
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("receiver"u8))
            {
                ReadReceiver(ref reader, ref call);
            }
            else if (reader.ValueTextEquals("body"u8))
            {
                ReadBody(ref reader, ref call);
            }
            else if (reader.ValueTextEquals("template"u8))
            {
                call.Text = JsonScan.TextIn(ref reader, "projectId"u8);
                call.Type = "template";
            }
            else if (reader.ValueTextEquals("reference"u8))
            {
                call.CorrelationId = JsonScan.Text(ref reader);
            }
            else
            {
                JsonScan.Pass(ref reader);
            }
        }

        call.Problem = string.IsNullOrEmpty(call.Given) ? BirdErrors.Invalid(".receiver.contacts", "must not be empty")
            : call.Type is null ? BirdErrors.Invalid(".body", "must not be empty")
            : null;
    }

    private static void ReadReceiver(ref Utf8JsonReader reader, ref SendCall call)
    {
        if (!JsonScan.IntoObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (!reader.ValueTextEquals("contacts"u8) || !JsonScan.IntoArray(ref reader))
            {
                JsonScan.PassIfName(ref reader);
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ReadContact(ref reader, ref call);
            }
        }
    }

    private static void ReadContact(ref Utf8JsonReader reader, ref SendCall call)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("identifierValue"u8) || reader.ValueTextEquals("id"u8))
            {
                call.Given ??= JsonScan.Text(ref reader);
            }
            else
            {
                JsonScan.Pass(ref reader);
            }
        }
    }

    private static void ReadBody(ref Utf8JsonReader reader, ref SendCall call)
    {
        string? type = null;
        string? file = null;
        var hasActions = false;
        if (!JsonScan.IntoObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonScan.Text(ref reader);
            }
            else
            {
                ReadContent(ref reader, ref call, ref file, ref hasActions);
            }
        }

        call.Type = type switch
        {
            "text" when hasActions => "buttons",
            "file" => MediaKind.Of(file),
            _ => type,
        };
    }

    private static void ReadContent(ref Utf8JsonReader reader, ref SendCall call, ref string? file, ref bool hasActions)
    {
        if (!JsonScan.IntoObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextName(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                call.Text = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("files"u8) && JsonScan.IntoArray(ref reader))
            {
                file = FileType(ref reader);
            }
            else
            {
                hasActions |= reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("actions"u8);
                JsonScan.PassIfName(ref reader);
            }
        }
    }

    private static string? FileType(ref Utf8JsonReader reader)
    {
        string? found = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (JsonScan.NextName(ref reader))
            {
                if (reader.ValueTextEquals("contentType"u8))
                {
                    found = JsonScan.Text(ref reader);
                }
                else
                {
                    JsonScan.Pass(ref reader);
                }
            }
        }

        return found;
    }
}
