using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>A message of the Channels API, in either direction.</summary>
internal static class BirdMessage
{
    internal static InboundEvent Inbound(JsonElement payload, string? channel, WebhookNumber number, ReadOnlyMemory<byte> raw)
    {
        var content = default(EventContent);
        BirdContent.Read(payload, ref content);
        var with = BirdContact.Sender(payload, ref content.Odd);
        var scope = ChannelScope.Of(ProviderNames.Bird, channel, BirdContact.OurNumber(payload, "receiver"u8, number, ref content.Odd), number);
        return Written(payload, EventKind.Message, with, ref content).ToEvent(scope, content, raw);
    }

    /// <summary>
    /// Everything that goes out comes here once per state. With a reference it is ours, and the event a receipt. Without
    /// one an agent or a flow of Bird wrote it: an echo, which only its first delivery makes, and from the second state on
    /// a receipt beside it, which moves the echo's status.
    /// </summary>
    internal static void Outbound(JsonElement payload, string? channel, WebhookNumber number, in EventSink sink)
    {
        var odd = false;
        var with = BirdContact.Receiver(payload, ref odd);
        var scope = ChannelScope.Of(ProviderNames.Bird, channel, BirdContact.OurNumber(payload, "sender"u8, number, ref odd), number);
        var raw = sink.Raw(payload);
        var status = BirdStatus.Read(payload, scope, with, odd, raw);
        if (status.CorrelationId is { Length: > 0 } || status.Kind == EventKind.Unknown)
        {
            sink.Add(status);
            return;
        }

        var content = default(EventContent);
        BirdContent.Read(payload, ref content);
        if (content.Type is null && !content.Odd)
        {
            content.Known = true; // The body may be left out of what an agent wrote.
        }

        sink.Add(Written(payload, EventKind.Echo, with, ref content).ToEvent(scope, content, raw));
        if (status.Status != "accepted")
        {
            sink.Add(status);
        }
    }

    private static WrittenMessage Written(JsonElement payload, EventKind kind, in Correspondent with, ref EventContent content)
    {
        var status = Field.Word(payload, "status"u8, BirdStatus.Words, ref content.Odd);
        return new WrittenMessage
        {
            Kind = kind,
            Id = Field.Key(payload, "id"u8, ref content.Odd),
            With = with,
            Time = Field.TryAny(payload, "createdAt"u8, out var created) ? Rfc3339.Read(created) : null,
            ProviderConversationId = Field.Key(payload, "conversationId"u8, ref content.Odd),
            ProviderStatus = kind == EventKind.Echo ? status : null,
        };
    }
}
