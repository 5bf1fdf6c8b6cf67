using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>One element of <c>messages[]</c> or <c>message_echoes[]</c>.</summary>
internal static class MetaMessage
{
    internal static InboundEvent Read(JsonElement message, EventKind kind, in ChannelScope scope, ReadOnlyMemory<byte> raw)
    {
        var content = default(EventContent);
        MetaContent.Read(message, ref content);
        var written = new WrittenMessage
        {
            Kind = kind,
            Id = Field.Key(message, "id"u8, ref content.Odd),
            With = kind == EventKind.Echo ? Receiver(message, ref content.Odd) : Sender(message, ref content.Odd),
            Time = Time(message, ref content.Odd),
        };
        return written.ToEvent(scope, content, raw);
    }

    /// <summary><c>timestamp</c>: a string of seconds; a number is taken too, and what is no time counts as none.</summary>
    internal static DateTimeOffset? Time(JsonElement parent, ref bool odd)
    {
        if (!Field.TryAny(parent, "timestamp"u8, out var time))
        {
            return null;
        }

        odd |= time.ValueKind is not (JsonValueKind.String or JsonValueKind.Number);
        return Moment.FromUnix(time);
    }

    // In groups the group is the conversation and "from" the person in it.
    private static Correspondent Sender(JsonElement message, ref bool odd)
    {
        var person = Person(message, "from"u8, "from_user_id"u8, ref odd, out var bsuid);
        var group = Field.Key(message, "group_id"u8, ref odd);
        return group is null
            ? new Correspondent { ContactKey = person, Bsuid = bsuid }
            : new Correspondent { ContactKey = group, Sender = person, Bsuid = bsuid };
    }

    private static Correspondent Receiver(JsonElement message, ref bool odd) => new()
    {
        ContactKey = Person(message, "to"u8, "to_user_id"u8, ref odd, out var bsuid),
        Bsuid = bsuid,
    };

    /// <summary>
    /// The phone when there is one, else the business-scoped user id, which holds a dot and may stand in either place
    /// (developers.facebook.com "Business-scoped user IDs"; courier hello_from_bsuid.json, hello_bsuid_in_from.json).
    /// </summary>
    internal static string? Person(JsonElement parent, ReadOnlySpan<byte> phoneName, ReadOnlySpan<byte> userName, ref bool odd, out string? bsuid)
    {
        bsuid = Field.Key(parent, userName, ref odd);
        if (!Field.TryAny(parent, phoneName, out var value))
        {
            return bsuid;
        }

        if (Phone.Read(value) is { } phone)
        {
            return phone;
        }

        var other = Field.Key(parent, phoneName, ref odd);
        if (other?.Contains('.', StringComparison.Ordinal) == true)
        {
            bsuid ??= other;
        }

        return bsuid;
    }
}
