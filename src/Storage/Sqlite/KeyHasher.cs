using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Relevo.Storage.Sqlite;

/// <summary>
/// Keyed hashes of dedupe and lane keys: SHA-256 over a secret of the store and the key, cut to 128 and 64 bits. Cutting
/// leaves nothing to extend, and two of 10^12 keys share 128 bits with a chance below 10^-14.
/// Ids and phone numbers are so found without standing in an index.
/// </summary>
internal sealed class KeyHasher(byte[] secret)
{
    public const int SecretBytes = 32;
    private const int StackBytes = 512;

    public UInt128 Hash128(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(key, digest);
        var value = BinaryPrimitives.ReadUInt128LittleEndian(digest);
        return value == 0 ? 1 : value; // 0 marks an empty place in tables
    }

    public ulong Hash64(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(key, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest[16..]);
    }

    private void Digest(string key, Span<byte> digest)
    {
        var size = SecretBytes + Encoding.UTF8.GetMaxByteCount(key.Length);
        var rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> input = rented ?? stackalloc byte[StackBytes];
        secret.CopyTo(input);
        var used = SecretBytes + Encoding.UTF8.GetBytes(key, input[SecretBytes..]);
        SHA256.HashData(input[..used], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
