using System.Buffers.Binary;
using System.Text;
using Relevo.Contracts.Identity;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Keyed hashes of dedupe and lane keys. Two of 10^12 keys share 128 bits with a chance below 10^-14, and nobody who does
/// not know the store's secret can look for such a pair. Ids and phone numbers are so found without standing in an index.
/// </summary>
internal sealed class KeyHasher(byte[] secret)
{
    /// <summary>Length of the secret: two keys of 16 bytes, so that a lane's hash tells nothing about a dedupe hash.</summary>
    public const int SecretBytes = 32;

    private readonly ulong _dedupe0 = BinaryPrimitives.ReadUInt64LittleEndian(secret);
    private readonly ulong _dedupe1 = BinaryPrimitives.ReadUInt64LittleEndian(secret.AsSpan(8));
    private readonly ulong _lane0 = BinaryPrimitives.ReadUInt64LittleEndian(secret.AsSpan(16));
    private readonly ulong _lane1 = BinaryPrimitives.ReadUInt64LittleEndian(secret.AsSpan(24));

    public UInt128 Hash128(string key)
    {
        var value = Hash(_dedupe0, _dedupe1, key);
        return value == 0 ? 1 : value; // 0 marks an empty place in tables
    }

    /// <summary>The 128-bit hash as it stands in a table.</summary>
    public byte[] Bytes(string key)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, Hash128(key));
        return bytes;
    }

    public ulong Hash64(string key) => (ulong)Hash(_lane0, _lane1, key);

    private static UInt128 Hash(ulong k0, ulong k1, string key)
    {
        const int Short = 512; // a usual key takes 300 at most
        var length = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = length <= Short ? stackalloc byte[Short] : new byte[length];
        return SipHash.Compute(k0, k1, bytes[..Encoding.UTF8.GetBytes(key, bytes)]);
    }
}
