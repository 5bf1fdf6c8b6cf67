using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>Events about the connection of an instance, and those that are dropped.</summary>
internal static class EvolutionChannel
{
    /// <summary>Reads an event that is about no message; one we do not know becomes unknown.</summary>
    internal static void Read(in EvolutionEnvelope envelope)
    {
        switch (envelope.Event)
        {
            case "connection.update":
                envelope.Add(Connection(envelope));
                break;
            case "status.instance":
                envelope.Add(Closed(envelope));
                break;
            case "qrcode.updated":
                envelope.Add(QrCode(envelope));
                break;
            case "logout.instance":
                envelope.Add(Lost(envelope, "logout"));
                break;
            case "remove.instance":
                envelope.Add(Lost(envelope, "remove"));
                break;
            case "instance.delete":
                envelope.Add(Lost(envelope, "delete"));
                break;
            case "instance.create":
                envelope.Add(Notice(envelope, EventKind.Channel, "create"));
                break;
            default:
                envelope.AddUnknown(envelope.Raw());
                break;
        }
    }

    /// <summary>The server-wide <c>error</c> event. It names no instance and carries the server's global key, which <c>data</c> leaves behind.</summary>
    internal static InboundEvent Error(in EvolutionEnvelope envelope) => Notice(envelope, EventKind.Error, status: null);

    /// <summary>Typing and online notices, dropped.</summary>
    internal static InboundEvent Presence(in EvolutionEnvelope envelope)
    {
        var odd = false;
        var contact = EvolutionKey.Contact(Field.Key(envelope.Data, "id"u8, ref odd));
        return Notice(envelope, EventKind.Ignored, status: null) with
        {
            ContactKey = contact,
            ConversationKey = envelope.Scope.Conversation(contact),
        };
    }

    /// <summary>An event that is about the instance as a whole.</summary>
    internal static InboundEvent Notice(in EvolutionEnvelope envelope, EventKind kind, string? status) => new()
    {
        Kind = kind,
        Provider = ProviderNames.Evolution,
        ChannelKey = envelope.Scope.ChannelKey,
        BusinessNumber = envelope.Scope.BusinessNumber,
        Type = envelope.Event,
        Status = status,
        Raw = envelope.Raw(),
    };

    private static InboundEvent Lost(in EvolutionEnvelope envelope, string status) =>
        Notice(envelope, EventKind.Channel, status) with { Recoverable = false };

    // "close" is only sent when Evolution will not connect again; a passing loss shows as "connecting".
    private static InboundEvent Connection(in EvolutionEnvelope envelope)
    {
        var odd = false;
        var state = Field.Key(envelope.Data, "state"u8, ref odd);
        var reason = Field.Whole(envelope.Data, "statusReason"u8, ref odd);
        return Notice(envelope, odd || state is null ? EventKind.Unknown : EventKind.Channel, odd ? null : state) with
        {
            ReasonCode = reason,
            Recoverable = !odd && state is "close" or "refused" ? false : null,
        };
    }

    private static InboundEvent Closed(in EvolutionEnvelope envelope)
    {
        var odd = false;
        var status = Field.Key(envelope.Data, "status"u8, ref odd);
        var reason = Field.Whole(envelope.Data, "disconnectionReasonCode"u8, ref odd);
        return Notice(envelope, odd || status is null ? EventKind.Unknown : EventKind.Channel, odd ? null : status) with
        {
            TimestampUtc = Field.TryAny(envelope.Data, "disconnectionAt"u8, out var time) ? Rfc3339.Read(time) : null,
            ReasonCode = reason,
            Recoverable = !odd && status == "closed" ? false : null,
        };
    }

    // The code itself is a secret: it stays in the raw object, for the person who scans it.
    private static InboundEvent QrCode(in EvolutionEnvelope envelope)
    {
        var odd = false;
        if (Field.TryObject(envelope.Data, "qrcode"u8, out _, ref odd))
        {
            return Notice(envelope, EventKind.Channel, "qr");
        }

        return odd || !Field.TryAny(envelope.Data, "statusCode"u8, out _)
            ? Notice(envelope, EventKind.Unknown, status: null)
            : Notice(envelope, EventKind.Channel, "qr_limit") with { Recoverable = false };
    }
}
