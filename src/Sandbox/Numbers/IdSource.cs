using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Relevo.Sandbox.Numbers;

/// <summary>Makes ids that no other run of a sandbox made: gateways remember ids for days.</summary>
internal sealed class IdSource
{
    /// <summary>Bytes of one id.</summary>
    public const int Bytes = 16;

    private readonly ulong _run = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private long _next;

    /// <summary>Writes the next one: 8 bytes of the run, 8 of a counter.</summary>
    public void Next(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _run);
        BinaryPrimitives.WriteInt64BigEndian(destination[sizeof(ulong)..], Interlocked.Increment(ref _next));
    }
}
