using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.BirdV1;

/// <summary>
/// Reads Bird's platform v1 <c>{type, timestamp, data}</c> (messagebird/bird-sdk-typescript types.gen.ts, EventWhatsApp…).
/// The channel is our own number. <see cref="InboundEvent.Raw"/> is <c>data</c>; of a body that is not understood it is
/// the whole body.
/// </summary>
internal sealed class BirdV1Normaliser : IWebhookNormaliser
{
    private const string Received = "whatsapp.received";

    private static readonly WordTable Types = new(
        Received, "whatsapp.accepted", "whatsapp.sent", "whatsapp.delivered", "whatsapp.read", "whatsapp.failed", "whatsapp.rejected");

    public void Normalise(WebhookRequest request, WebhookNumber number, List<InboundEvent> events)
    {
        var sink = new EventSink(ProviderNames.BirdV1, request.Body, events);
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
        var time = Field.TryAny(root, "timestamp"u8, out var timestamp) ? Rfc3339.Read(timestamp) : null;
        if (!Field.TryObject(root, "data"u8, out var data, ref odd) || odd)
        {
            sink.AddUnknown(root, type: type);
            return;
        }

        switch (type)
        {
            case Received:
                sink.Add(BirdV1Message.Read(data, time, number, sink.Raw(data)));
                break;
            case "whatsapp.accepted" or "whatsapp.sent" or "whatsapp.delivered" or "whatsapp.read" or "whatsapp.failed" or "whatsapp.rejected":
                sink.Add(BirdV1Status.Read(data, type["whatsapp.".Length..], time, number, sink.Raw(data)));
                break;
            default:
                sink.AddUnknown(root, type: type);
                break;
        }
    }
}
