using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// <c>messages.upsert</c> and <c>send.message</c>. What our own account wrote is an echo: typed on the phone in the first,
/// a copy of an API send in the second. <c>status</c> is no receipt here.
/// </summary>
internal static class EvolutionMessage
{
    internal static InboundEvent Read(JsonElement data, in ChannelScope scope, bool isApiCopy, ReadOnlyMemory<byte> raw)
    {
        var content = default(EventContent);
        Field.TryObject(data, "key"u8, out var key, ref content.Odd);
        var read = EvolutionKey.Read(key, scope, ref content.Odd);
        EvolutionContent.Read(data, ref content);
        var written = new WrittenMessage
        {
            Kind = isApiCopy || read.FromMe ? EventKind.Echo : EventKind.Message,
            Id = read.Id,
            With = read.With,
            Time = Time(data, ref content.Odd),
            Origin = isApiCopy ? "api" : null,
        };
        return read.IsNoConversation
            ? new InboundEvent { Kind = EventKind.Ignored, Provider = scope.Provider, ChannelKey = scope.ChannelKey, BusinessNumber = scope.BusinessNumber, Type = content.Type, Raw = raw }
            : written.ToEvent(scope, content, raw);
    }

    private static DateTimeOffset? Time(JsonElement data, ref bool odd) =>
        Field.TryAny(data, "messageTimestamp"u8, out var time) && EvolutionNumber.Read(time, ref odd) is { } seconds
            ? Moment.FromUnix(seconds)
            : null;
}
