using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>
/// Reads Bird's <c>{service, event, payload}</c> (docs.bird.com Channels API; SneiderFuentes/neuro-bot internal/bird).
/// <see cref="InboundEvent.Raw"/> is the <c>payload</c>; of a body that is not understood it is the whole body.
/// </summary>
internal sealed class BirdNormaliser : IWebhookNormaliser
{
    private static readonly WordTable Events = new("whatsapp.inbound", "whatsapp.outbound", "whatsapp.interaction");

    public void Normalise(WebhookRequest request, WebhookNumber number, List<InboundEvent> events)
    {
        var sink = new EventSink(ProviderNames.Bird, request.Body, events);
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
        var service = Field.Key(root, "service"u8, ref odd);
        var name = Field.Word(root, "event"u8, Events, ref odd);
        if (!Field.TryObject(root, "payload"u8, out var payload, ref odd) || odd || name is null)
        {
            sink.AddUnknown(root, type: name);
            return;
        }

        var channel = ChannelScope.Key(payload, "channelId"u8, number, ref odd);
        switch (service, name)
        {
            case ("channels", "whatsapp.inbound"):
                sink.Add(BirdMessage.Inbound(payload, channel, number, sink.Raw(payload)));
                break;
            case ("channels", "whatsapp.outbound"):
                BirdMessage.Outbound(payload, channel, number, sink);
                break;
            case ("channels", "whatsapp.interaction"):
                sink.Add(BirdStatus.Interaction(payload, channel, number, sink.Raw(payload)));
                break;
            case ("channels", "channel.created" or "channel.updated"):
                sink.Add(BirdNotice.Channel(payload, name, number, sink.Raw(payload)));
                break;
            case ("conversations", _):
                sink.Add(BirdNotice.Conversation(payload, name, channel, number, sink.Raw(payload)));
                break;
            default:
                sink.AddUnknown(root, type: name);
                break;
        }
    }
}
