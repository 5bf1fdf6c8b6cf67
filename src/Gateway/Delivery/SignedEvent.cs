using System.Buffers;
using System.Buffers.Text;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Delivery;

/// <summary>One event as it goes out: the text that is signed, and the body within it. The memory goes back when it is disposed.</summary>
internal readonly struct SignedEvent : IDisposable
{
    private const int TimestampLength = 20; // digits of the longest number of seconds
    private readonly byte[] _rented;
    private readonly int _bodyStart;
    private readonly int _end;

    private SignedEvent(byte[] rented, int bodyStart, int end, string id, string timestamp)
    {
        _rented = rented;
        _bodyStart = bodyStart;
        _end = end;
        Id = id;
        Timestamp = timestamp;
    }

    public string Id { get; }

    public string Timestamp { get; }

    public ReadOnlySpan<byte> SignedText => _rented.AsSpan(0, _end);

    public ReadOnlyMemory<byte> Body => _rented.AsMemory(_bodyStart, _end - _bodyStart);

    public static SignedEvent Encode(QueuedMessage message, long unixSeconds)
    {
        var stored = message.Payload.Span[1..]; // behind the format byte
        var afterId = EventEncoder.AfterId(stored);
        var size = (2 * MessageId.TextLength) + TimestampLength + 2 + EventEncoder.Head.Length + afterId.Length + stored.Length;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        message.Id.Format(rented);
        var at = MessageId.TextLength;
        rented[at++] = (byte)'.';
        Utf8Formatter.TryFormat(unixSeconds, rented.AsSpan(at), out var digits);
        var timestamp = System.Text.Encoding.ASCII.GetString(rented, at, digits);
        at += digits;
        rented[at++] = (byte)'.';
        var bodyStart = at;
        Append(rented, ref at, EventEncoder.Head);
        Append(rented, ref at, rented.AsSpan(0, MessageId.TextLength));
        Append(rented, ref at, afterId);
        Append(rented, ref at, stored[1..]); // its opening brace is in the head already
        return new SignedEvent(rented, bodyStart, at, System.Text.Encoding.ASCII.GetString(rented, 0, MessageId.TextLength), timestamp);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);

    private static void Append(byte[] target, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target.AsSpan(at));
        at += text.Length;
    }
}
