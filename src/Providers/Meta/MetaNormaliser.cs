using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>
/// Reads Meta's envelope <c>entry[] × changes[]</c> (nyaruka/courier handlers/meta; developers.facebook.com "Webhooks").
/// One body may hold several accounts, numbers and kinds of event. <see cref="InboundEvent.Raw"/> is the message, echo,
/// status, error or group object itself, for account notices the change's <c>value</c>.
/// </summary>
internal sealed class MetaNormaliser : IWebhookNormaliser
{
    public void Normalise(WebhookRequest request, WebhookNumber number, List<InboundEvent> events)
    {
        var sink = new EventSink(ProviderNames.Meta, request.Body, events);
        using var document = BodyParser.TryParse(request.Body);
        if (document is null)
        {
            sink.CloseUnreadable(request.Body.Span);
            return;
        }

        var odd = false;
        if (Field.TryArray(document.RootElement, "entry"u8, out var entries, ref odd))
        {
            foreach (var entry in entries.EnumerateArray())
            {
                ReadEntry(entry, number, sink);
                if (sink.IsFull)
                {
                    break;
                }
            }
        }

        sink.Close(sink.Raw(document.RootElement));
    }

    private static void ReadEntry(JsonElement entry, WebhookNumber number, in EventSink sink)
    {
        var odd = false;
        var count = 0;
        if (Field.TryArray(entry, "changes"u8, out var changes, ref odd))
        {
            foreach (var change in changes.EnumerateArray())
            {
                count++;
                ReadChange(entry, change, number, sink);
                if (sink.IsFull)
                {
                    return;
                }
            }
        }

        if (count == 0)
        {
            sink.AddUnknown(entry);
        }
    }

    private static void ReadChange(JsonElement entry, JsonElement change, WebhookNumber number, in EventSink sink)
    {
        var odd = false;
        var field = Field.Word(change, "field"u8, MetaFields.Known, ref odd);
        if (!Field.TryObject(change, "value"u8, out var value, ref odd) || odd)
        {
            sink.AddUnknown(change, type: field);
            return;
        }

        switch (MetaFields.KindOf(field))
        {
            case EventKind.Message:
                MetaValue.Read(change, value, number, sink);
                break;
            case EventKind.Account:
                MetaAccount.Read(entry, field!, value, number, sink);
                break;
            case EventKind.Ignored:
                MetaGroups.Read(field!, value, number, sink);
                break;
            default:
                sink.AddUnknown(change, type: field);
                break;
        }
    }
}
