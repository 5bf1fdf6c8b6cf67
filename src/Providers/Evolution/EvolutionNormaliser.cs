using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// Reads Evolution API's webhooks, releases 1.1.0 to 2.3.6 (evolution-api channel.service.ts, whatsapp.baileys.service.ts).
/// <see cref="InboundEvent.Raw"/> is <c>data</c>, or its element where it is a list: the envelope around it holds our own
/// address with the token in it and the instance's API key. Where there is no <c>data</c> it is the envelope without those.
/// </summary>
internal sealed class EvolutionNormaliser : IWebhookNormaliser
{
    public void Normalise(WebhookRequest request, WebhookNumber number, List<InboundEvent> events)
    {
        var sink = new EventSink(ProviderNames.Evolution, request.Body, events);
        using var document = BodyParser.TryParse(request.Body);
        if (document is null)
        {
            sink.CloseUnreadable(EvolutionSecrets.Mask(request.Body.Span));
            return;
        }

        var envelope = new EvolutionEnvelope(document.RootElement, number, sink);
        Read(envelope);
        if (sink.IsFull || sink.IsEmpty)
        {
            sink.Close(envelope.RawEnvelope());
        }
    }

    private static void Read(in EvolutionEnvelope envelope)
    {
        switch (envelope.Event)
        {
            case null:
                envelope.AddUnknown(envelope.RawEnvelope());
                break;
            case "error":
                envelope.Add(EvolutionChannel.Error(envelope));
                break;
            case var _ when envelope.IsOdd || envelope.Scope.ChannelKey is null:
                envelope.AddUnknown(envelope.Raw());
                break;
            case "messages.upsert" or "send.message" or "messages.update" or "messages.delete" or "messages.edited":
                ReadItems(envelope);
                break;
            case "presence.update":
                envelope.Add(EvolutionChannel.Presence(envelope));
                break;
            case var name when EvolutionEvents.IsIgnored(name):
                envelope.Add(EvolutionChannel.Notice(envelope, EventKind.Ignored, status: null));
                break;
            default:
                EvolutionChannel.Read(envelope);
                break;
        }
    }

    // Every release sends one object; forks are said to send a list.
    private static void ReadItems(in EvolutionEnvelope envelope)
    {
        if (envelope.Data.ValueKind != JsonValueKind.Array)
        {
            ReadItem(envelope, envelope.Data);
            return;
        }

        foreach (var item in envelope.Data.EnumerateArray())
        {
            ReadItem(envelope, item);
            if (envelope.IsFull)
            {
                return;
            }
        }
    }

    private static void ReadItem(in EvolutionEnvelope envelope, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            envelope.AddUnknown(item.ValueKind == JsonValueKind.Undefined ? envelope.Raw() : envelope.Raw(item));
            return;
        }

        var raw = envelope.Raw(item);
        envelope.Add(envelope.Event switch
        {
            "messages.update" => EvolutionStatus.Read(item, envelope.Scope, raw),
            "messages.delete" => EvolutionChange.Delete(item, envelope.Scope, raw),
            "messages.edited" => EvolutionChange.Edit(item, envelope.Scope, raw),
            _ => EvolutionMessage.Read(item, envelope.Scope, isApiCopy: envelope.Event == "send.message", raw),
        });
    }
}
