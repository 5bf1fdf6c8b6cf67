using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Evolution;

/// <summary>
/// Evolution's envelope <c>{event, instance, data, destination, date_time, sender, server_url, apikey}</c>. Its
/// <c>date_time</c> is local time with a false "Z" and is not read.
/// </summary>
internal readonly ref struct EvolutionEnvelope
{
    private readonly EventSink _sink;

    internal EvolutionEnvelope(JsonElement root, WebhookNumber number, EventSink sink)
    {
        _sink = sink;
        var odd = false;
        Root = root;
        Event = Field.Word(root, "event"u8, EvolutionEvents.Usual, ref odd);
        Field.TryAny(root, "data"u8, out var data);
        Data = data;
        Field.TryAny(root, "sender"u8, out var sender);
        var us = EvolutionJid.Phone(sender);
        Scope = ChannelScope.Of(ProviderNames.Evolution, ChannelScope.Key(root, "instance"u8, number, ref odd), us, number);
        IsOdd = odd;
    }

    /// <summary>The whole body.</summary>
    internal JsonElement Root { get; }

    /// <summary>What the event is about; undefined when it is missing or null.</summary>
    internal JsonElement Data { get; }

    /// <summary>Name of the event.</summary>
    internal string? Event { get; }

    /// <summary>The instance and its number.</summary>
    internal ChannelScope Scope { get; }

    /// <summary>True when the envelope itself has fields of the wrong type.</summary>
    internal bool IsOdd { get; }

    /// <summary>True when nothing more need be read.</summary>
    internal bool IsFull => _sink.IsFull;

    /// <summary>Adds an event.</summary>
    internal void Add(InboundEvent item) => _sink.Add(item);

    /// <summary>The bytes of an element without credentials.</summary>
    internal ReadOnlyMemory<byte> Raw(JsonElement element) => EvolutionSecrets.Remove(_sink.Raw(element), isEnvelope: false);

    /// <summary><c>data</c> when it is an object or array, else the envelope; without credentials either way.</summary>
    internal ReadOnlyMemory<byte> Raw() => Data.ValueKind is JsonValueKind.Object or JsonValueKind.Array
        ? Raw(Data)
        : RawEnvelope();

    /// <summary>The whole body without credentials.</summary>
    internal ReadOnlyMemory<byte> RawEnvelope() => EvolutionSecrets.Remove(_sink.Raw(Root), isEnvelope: true);

    /// <summary>Adds what was not recognised.</summary>
    internal void AddUnknown(ReadOnlyMemory<byte> raw) => Add(new InboundEvent
    {
        Kind = EventKind.Unknown,
        Provider = Scope.Provider,
        ChannelKey = Scope.ChannelKey,
        BusinessNumber = Scope.BusinessNumber,
        Type = Event,
        Raw = raw,
    });
}
