using Relevo.Contracts.Messages;

namespace Relevo.Gateway.Receipts;

/// <summary>Providers' ids of messages, made unique over providers and numbers.</summary>
internal static class ProviderKeys
{
    /// <summary>The key of the message an event is about; null when it names none.</summary>
    public static string? Of(InboundEvent e) => e.ProviderMessageId is { Length: > 0 } id && e.ChannelKey is { } channel ? Of(e.Provider, channel, id) : null;

    public static string Of(string provider, string channelKey, string providerMessageId) => $"{provider}:{channelKey}:{providerMessageId}";
}
