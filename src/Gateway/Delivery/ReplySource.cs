using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Gateway.Delivery;

/// <summary>What a reply needs to know of the event it answers. Read from the head of its object: what the provider sent is not looked at.</summary>
/// <param name="Provider">Provider name.</param>
/// <param name="ContactKey">Whom to answer; null when there is nobody.</param>
/// <param name="ConversationKey">The conversation.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReplySource(string? Provider, string? ContactKey, string? ConversationKey)
{
    private const int MaxDepth = 1000; // the provider's own object was read with a bound already

    /// <summary>Reads an encoded event without its format byte.</summary>
    public static ReplySource Read(ReadOnlySpan<byte> json)
    {
        var source = default(ReplySource);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            source = source.With(ref reader);
            if (source is { Provider: not null, ContactKey: not null, ConversationKey: not null })
            {
                break;
            }

            reader.Skip();
        }

        return source;
    }

    private ReplySource With(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("provider"u8) ? this with { Provider = Text(ref reader) }
        : reader.ValueTextEquals("contactKey"u8) ? this with { ContactKey = Text(ref reader) }
        : reader.ValueTextEquals("conversationKey"u8) ? this with { ConversationKey = Text(ref reader) }
        : this;

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
