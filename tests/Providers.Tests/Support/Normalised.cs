using System.Buffers;
using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages;

namespace Relevo.Providers.Tests.Support;

/// <summary>Runs a normaliser, and its events through the encoder: the wire form is what is tested.</summary>
internal static class Normalised
{
    public static List<InboundEvent> Events(string provider, ReadOnlyMemory<byte> body, WebhookNumber? number = null)
    {
        var events = new List<InboundEvent>();
        WebhookProviders.Find(provider)!.Normaliser.Normalise(Build.Request(body), number ?? Build.Number(provider), events);
        return events;
    }

    public static List<InboundEvent> Events(string provider, string body, WebhookNumber? number = null) =>
        Events(provider, Encoding.UTF8.GetBytes(body), number);

    public static InboundEvent One(string provider, string body, WebhookNumber? number = null) =>
        Assert.Single(Events(provider, body, number));

    public static JsonElement Encode(InboundEvent item)
    {
        using var document = JsonDocument.Parse(EncodeBytes(item));
        return document.RootElement.Clone();
    }

    public static ReadOnlyMemory<byte> EncodeBytes(InboundEvent item)
    {
        var output = new ArrayBufferWriter<byte>();
        EventEncoder.Encode(item, "main", Build.Now, output);
        return output.WrittenMemory;
    }

    public static string Raw(InboundEvent item) => Encoding.UTF8.GetString(item.Raw.Span);
}
