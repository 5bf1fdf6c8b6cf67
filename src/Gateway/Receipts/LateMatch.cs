using System.Text;
using System.Text.Json;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Receipts;

/// <summary>
/// Puts our id on a receipt that came before its send's own answer: it is looked up once more when the event is handed to
/// the application.
/// </summary>
internal sealed class LateMatch(ReceiptBook receipts)
{
    private const int MaxDepth = 1000; // the provider's own object was read with a bound already

    /// <summary>Looks, when the event is a receipt without our id from a provider that does not echo it.</summary>
    public void Resolve(QueuedMessage message)
    {
        if (message.Kind == EventKind.Status && !HasId(message) && KeyOf(message.Payload.Span[1..]) is { } key && receipts.Recall(key) is { } id)
        {
            message.Payload = With(message.Payload, id);
        }
    }

    private static bool HasId(QueuedMessage message) => message.Payload.Span[1..].StartsWith("{\"messageId\":"u8);

    private static byte[] With(ReadOnlyMemory<byte> payload, MessageId id)
    {
        var field = Encoding.ASCII.GetBytes($"{{\"messageId\":\"{id}\",");
        return [payload.Span[0], .. field, .. payload.Span[2..]]; // behind the format byte and the opening brace
    }

    private static string? KeyOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        string? provider = null;
        string? channel = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("provider"u8))
            {
                provider = Text(ref reader);
                if (provider is null || SendProtocols.Find(provider) is not { EchoesCorrelation: false })
                {
                    return null;
                }
            }
            else if (reader.ValueTextEquals("channelKey"u8))
            {
                channel = Text(ref reader);
            }
            else if (reader.ValueTextEquals("providerMessageId"u8))
            {
                return Text(ref reader) is { } id && provider is not null && channel is not null ? ProviderKeys.Of(provider, channel, id) : null;
            }
            else
            {
                reader.Skip();
            }
        }

        return null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }
}
