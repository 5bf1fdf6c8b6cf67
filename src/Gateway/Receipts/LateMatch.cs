using System.Text;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Flow;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Receipts;

/// <summary>
/// Puts our id on a receipt that came before its send's own answer: it is looked up once more when the event is handed to
/// the application.
/// </summary>
internal sealed class LateMatch(ReceiptBook receipts)
{
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

    private static string? KeyOf(ReadOnlySpan<byte> json) =>
        EventHead.Read(json) is { Provider: { } provider, ChannelKey: { } channel, ProviderMessageId: { } id } && SendProtocols.Find(provider) is { EchoesCorrelation: false }
            ? ProviderKeys.Of(provider, channel, id)
            : null;
}
