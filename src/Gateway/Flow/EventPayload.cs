using System.Buffers;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Flow;

/// <summary>Events as stored payloads.</summary>
internal static class EventPayload
{
    private const int FirstBuffer = 4 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>The encoded event, its format byte before it.</summary>
    public static byte[] Encode(InboundEvent e, string number, DateTimeOffset receivedUtc)
    {
        var output = buffer ??= new ArrayBufferWriter<byte>(FirstBuffer);
        output.ResetWrittenCount();
        output.GetSpan(1)[0] = (byte)PayloadFormat.Plain;
        output.Advance(1);
        EventEncoder.Encode(e, number, receivedUtc, output);
        var payload = output.WrittenSpan.ToArray();
        if (output.Capacity > 1024 * 1024)
        {
            buffer = null; // one large body must not keep its memory on every thread
        }

        return payload;
    }
}
