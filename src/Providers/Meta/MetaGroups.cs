using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>Fields that are recognised and dropped; of those about groups each group is counted.</summary>
internal static class MetaGroups
{
    internal static void Read(string field, JsonElement value, WebhookNumber number, in EventSink sink)
    {
        var scope = MetaValue.Scope(value, number);
        var odd = false;
        var count = 0;
        if (Field.TryArray(value, "groups"u8, out var groups, ref odd))
        {
            foreach (var group in groups.EnumerateArray())
            {
                count++;
                sink.Add(Ignored(group, field, scope, sink.Raw(group)));
                if (sink.IsFull)
                {
                    return;
                }
            }
        }

        if (count == 0)
        {
            sink.Add(Ignored(default, field, scope, sink.Raw(value)));
        }
    }

    private static InboundEvent Ignored(JsonElement group, string field, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var odd = false;
        var key = Field.Key(group, "group_id"u8, ref odd);
        return new InboundEvent
        {
            Kind = EventKind.Ignored,
            Provider = scope.Provider,
            ChannelKey = scope.ChannelKey,
            ContactKey = key,
            ConversationKey = scope.Conversation(key),
            BusinessNumber = scope.BusinessNumber,
            Type = Field.Key(group, "type"u8, ref odd) ?? field,
            TimestampUtc = MetaMessage.Time(group, ref odd),
            Raw = raw,
        };
    }
}
