using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Delivery;

/// <summary>Reads the replies out of an application's answer and makes sends of them: same conversation, same number, once per event.</summary>
internal static class Replies
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>The sends that an answer asks for; none when it holds no replies or is not JSON.</summary>
    public static List<QueuedMessage> Read(ReadOnlyMemory<byte> answer, QueuedMessage message, int maxReplies, DateTimeOffset now)
    {
        var sends = new List<QueuedMessage>();
        if (answer.IsEmpty || !TryParse(answer, out var document))
        {
            return sends;
        }

        using (document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("replies", out var replies)
                && replies.ValueKind == JsonValueKind.Array)
            {
                using var source = JsonDocument.Parse(message.Payload[1..]);
                foreach (var reply in replies.EnumerateArray().Where(reply => reply.ValueKind == JsonValueKind.Object).Take(maxReplies))
                {
                    sends.Add(Send(reply, source.RootElement, message, sends.Count, now));
                }
            }
        }

        return sends;
    }

    private static bool TryParse(ReadOnlyMemory<byte> answer, out JsonDocument document)
    {
        document = null!;
        try
        {
            document = JsonDocument.Parse(answer, Strict);
            return true;
        }
        catch (JsonException)
        {
            return false; // "OK" is a fine answer
        }
    }

    private static QueuedMessage Send(JsonElement reply, JsonElement source, QueuedMessage message, int index, DateTimeOffset now)
    {
        var contact = source.TryGetProperty("contactKey", out var key) ? key.GetString() : null;
        var provider = source.GetProperty("provider").GetString();
        return new QueuedMessage
        {
            Queue = Queues.Sends,
            Number = message.Number,
            Kind = EventKind.Message,
            LaneKey = "send:" + (contact ?? message.Number),
            DedupeKey = string.Create(CultureInfo.InvariantCulture, $"reply:{message.Id}:{index}"),
            ReceivedUtc = now,
            ParkReason = contact is null ? "the event has no contact to reply to"
                : provider == ProviderNames.MessageBird ? "a legacy MessageBird number only receives"
                : null,
            Payload = Encode(reply, source, message, contact),
        };
    }

    private static byte[] Encode(JsonElement reply, JsonElement source, QueuedMessage message, string? contact)
    {
        var output = new ArrayBufferWriter<byte>();
        output.GetSpan(1)[0] = (byte)PayloadFormat.Plain;
        output.Advance(1);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("replyTo"u8, message.Id.ToString());
        json.WriteString("number"u8, message.Number);
        json.WriteString("contactKey"u8, contact);
        if (source.TryGetProperty("conversationKey"u8, out var conversation))
        {
            json.WritePropertyName("conversationKey"u8);
            conversation.WriteTo(json);
        }

        json.WritePropertyName("message"u8);
        reply.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }
}
