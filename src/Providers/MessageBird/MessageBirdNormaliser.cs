using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.MessageBird;

/// <summary>
/// Reads the legacy Conversations API <c>{type, contact, conversation, message}</c> (messagebird/csharp-rest-api,
/// Conversations resources). <see cref="InboundEvent.Raw"/> is the whole body: contact and conversation stand beside the
/// message, not in it.
/// </summary>
internal sealed class MessageBirdNormaliser : IWebhookNormaliser
{
    private static readonly WordTable Types = new("message.created", "message.updated", "conversation.created", "conversation.updated");
    private static readonly WordTable Directions = new("received", "sent");

    public void Normalise(WebhookRequest request, WebhookNumber number, List<InboundEvent> events)
    {
        var sink = new EventSink(ProviderNames.MessageBird, request.Body, events);
        using var document = BodyParser.TryParse(request.Body);
        if (document is null)
        {
            sink.CloseUnreadable(request.Body.Span);
            return;
        }

        Read(document.RootElement, number, sink);
        sink.Close(sink.Raw(document.RootElement));
    }

    private static void Read(JsonElement root, WebhookNumber number, in EventSink sink)
    {
        var odd = false;
        var type = Field.Word(root, "type"u8, Types, ref odd);
        if (type is "conversation.created" or "conversation.updated")
        {
            sink.Add(new InboundEvent { Kind = EventKind.Ignored, Provider = ProviderNames.MessageBird, Type = type, Raw = sink.Raw(root) });
            return;
        }

        Field.TryObject(root, "message"u8, out var message, ref odd);
        var direction = Field.Word(message, "direction"u8, Directions, ref odd);
        var raw = sink.Raw(root);
        switch (type, direction)
        {
            case ("message.created", "received"):
                sink.Add(MessageBirdMessage.Read(root, message, EventKind.Message, number, raw));
                break;
            case ("message.created", "sent"):
                sink.Add(MessageBirdMessage.Read(root, message, EventKind.Echo, number, raw));
                break;
            case ("message.updated", "sent"):
                sink.Add(MessageBirdStatus.Read(root, message, number, raw));
                break;
            case ("message.updated", "received"):
                // The state of a customer's own message is no receipt of ours.
                sink.Add(MessageBirdMessage.Read(root, message, EventKind.Message, number, raw) with { Kind = EventKind.Ignored, DedupeKey = null });
                break;
            default:
                sink.AddUnknown(root, type: type);
                break;
        }
    }
}
