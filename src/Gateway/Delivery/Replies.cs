using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Flow;
using Relevo.Gateway.Sending.Jobs;
using Relevo.Gateway.Sending.Requests;
using Relevo.Providers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Delivery;

/// <summary>Reads the replies out of an application's answer and makes sends of them: same conversation, same number, once per event.</summary>
internal static class Replies
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>The sends that an answer asks for; none when it holds no replies or is not JSON.</summary>
    /// <param name="answer">The body of the answer.</param>
    /// <param name="message">The event it answers.</param>
    /// <param name="maxReplies">Replies taken at most.</param>
    /// <param name="now">The time.</param>
    /// <param name="ignored">Replies that were not taken: beyond the bound, not an object, or not valid text.</param>
    public static IReadOnlyList<QueuedMessage> Read(ReadOnlyMemory<byte> answer, QueuedMessage message, int maxReplies, DateTimeOffset now, out int ignored)
    {
        ignored = 0;
        if (!MayHoldReplies(answer.Span) || !TryParse(answer, out var document))
        {
            return [];
        }

        using (document)
        {
            if (!document.RootElement.TryGetProperty("replies"u8, out var replies) || replies.ValueKind != JsonValueKind.Array || replies.GetArrayLength() == 0)
            {
                return [];
            }

            var source = EventHead.Read(message.Payload.Span[1..]);
            var sends = new List<QueuedMessage>();
            foreach (var reply in replies.EnumerateArray())
            {
                if (sends.Count < maxReplies && reply.ValueKind == JsonValueKind.Object && TryMake(reply, source, message, sends.Count, now, out var send))
                {
                    sends.Add(send);
                }
                else
                {
                    ignored++;
                }
            }

            return sends;
        }
    }

    // Most answers are empty, "OK" or {"ok":true}: they cost no parser and no exception. A key may be spelled with escapes.
    private static bool MayHoldReplies(ReadOnlySpan<byte> answer)
    {
        var start = answer.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && answer[start] == (byte)'{' && (answer.IndexOf("\"replies\""u8) >= 0 || answer.Contains((byte)'\\'));
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
            return false; // not JSON is a fine answer
        }
    }

    // A reply that cannot be sent is kept in the dead letters with what is wrong with it: its event is done.
    private static bool TryMake(JsonElement reply, in EventHead source, QueuedMessage message, int index, DateTimeOffset now, out QueuedMessage send)
    {
        send = null!;
        var problems = new List<ErrorDetail>();
        var contact = source.ContactKey;
        var request = contact is null ? null : SendRequestReader.ReadReply(reply, contact, message.Number, message.Id.ToString(), now, problems);
        byte[] payload = [];
        if (request is null && !TryKeep(reply, message, out payload))
        {
            return false;
        }

        send = new QueuedMessage
        {
            Queue = Queues.Sends,
            Number = message.Number,
            Kind = EventKind.Message,
            Priority = request?.Priority ?? Priority.Normal,
            LaneKey = Queues.LaneOf(contact ?? message.Number),
            DedupeKey = string.Create(CultureInfo.InvariantCulture, $"reply:{message.Id}:{index}"),
            ReceivedUtc = now,
            ParkReason = contact is null ? "the event has no contact to reply to"
                : source.Provider == ProviderNames.MessageBird ? "a legacy MessageBird number only receives"
                : request is null ? "the reply is not understood: " + string.Join("; ", problems.Select(problem => $"{problem.Field} {problem.Problem}"))
                : null,
            Payload = request is null ? payload : SendJobCodec.Encode(request.Job),
        };
        return true;
    }

    // False for text that is no text: half of a surrogate pair, or bytes that are not UTF-8.
    private static bool TryKeep(JsonElement reply, QueuedMessage message, out byte[] payload)
    {
        payload = [];
        var output = new ArrayBufferWriter<byte>();
        output.GetSpan(1)[0] = (byte)PayloadFormat.Plain;
        output.Advance(1);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("replyToEvent"u8, message.Id.ToString());
        json.WritePropertyName("reply"u8);
        try
        {
            reply.WriteTo(json);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }

        json.WriteEndObject();
        json.Flush();
        payload = output.WrittenSpan.ToArray();
        return true;
    }
}
