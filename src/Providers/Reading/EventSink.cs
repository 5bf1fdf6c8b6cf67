using System.Text.Json;
using Relevo.Contracts.Messages;

namespace Relevo.Providers.Reading;

/// <summary>Takes the events of one body and keeps their number bounded.</summary>
internal readonly ref struct EventSink
{
    /// <summary>Most events of one body; beyond it the whole body is handed on as one unknown event.</summary>
    internal const int MaxEvents = 10_000; // Meta's webhooks hold at most 1,000 updates, 4 MB hold no more than about 20,000.

    private readonly List<InboundEvent> _events;
    private readonly int _start;
    private readonly string _provider;
    private readonly ReadOnlyMemory<byte> _body;

    internal EventSink(string provider, ReadOnlyMemory<byte> body, List<InboundEvent> events)
    {
        _provider = provider;
        _body = body;
        _events = events;
        _start = events.Count;
    }

    /// <summary>True when nothing more need be read.</summary>
    internal bool IsFull => _events.Count - _start > MaxEvents;

    /// <summary>True when nothing came in yet.</summary>
    internal bool IsEmpty => _events.Count == _start;

    /// <summary>The exact bytes of an element of the body.</summary>
    internal ReadOnlyMemory<byte> Raw(JsonElement element) => RawSlice.Of(element, _body);

    /// <summary>Adds an event.</summary>
    internal void Add(InboundEvent item) => _events.Add(item);

    /// <summary>Adds what was not recognised.</summary>
    internal void AddUnknown(JsonElement element, in ChannelScope scope = default, string? type = null) => Add(new InboundEvent
    {
        Kind = EventKind.Unknown,
        Provider = _provider,
        ChannelKey = scope.ChannelKey,
        BusinessNumber = scope.BusinessNumber,
        Type = type,
        Raw = Raw(element),
    });

    /// <summary>Ends a body that is a JSON object: one with no event in it, or too many, is one unknown event.</summary>
    internal void Close(ReadOnlyMemory<byte> raw)
    {
        if (IsFull)
        {
            _events.RemoveRange(_start, _events.Count - _start);
        }

        if (IsEmpty)
        {
            Add(new InboundEvent { Kind = EventKind.Unknown, Provider = _provider, Raw = raw });
        }
    }

    /// <summary>Ends a body that is no JSON object.</summary>
    internal void CloseUnreadable(ReadOnlySpan<byte> body) => Add(new InboundEvent
    {
        Kind = EventKind.Unknown,
        Provider = _provider,
        RawBody = body.ToArray(),
        Raw = body.IsEmpty ? "null"u8.ToArray() : default,
    });
}
