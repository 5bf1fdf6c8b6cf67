using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Gateway.Flow;

/// <summary>What a stored event is about. Read from the head of its object: what the provider sent is not looked at.</summary>
/// <param name="Provider">Provider name.</param>
/// <param name="ChannelKey">The provider's own name of the number.</param>
/// <param name="ContactKey">Whom it is from; null when there is nobody.</param>
/// <param name="ProviderMessageId">The provider's id of the message.</param>
/// <param name="TimestampUtc">Provider time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventHead(string? Provider, string? ChannelKey, string? ContactKey, string? ProviderMessageId, DateTimeOffset? TimestampUtc)
{
    private const int MaxDepth = 1000; // the provider's own object was read with a bound already

    /// <summary>Reads an encoded event without its format byte. A field that is no text counts as missing.</summary>
    public static EventHead Read(ReadOnlySpan<byte> json)
    {
        var head = default(EventHead);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("timestampUtc"u8))
            {
                reader.Read();
                return head with { TimestampUtc = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time : null };
            }

            head = head.With(ref reader);
            reader.Skip();
        }

        return head;
    }

    private EventHead With(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("provider"u8) ? this with { Provider = Text(ref reader) }
        : reader.ValueTextEquals("channelKey"u8) ? this with { ChannelKey = Text(ref reader) }
        : reader.ValueTextEquals("contactKey"u8) ? this with { ContactKey = Text(ref reader) }
        : reader.ValueTextEquals("providerMessageId"u8) ? this with { ProviderMessageId = Text(ref reader) }
        : this;

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
