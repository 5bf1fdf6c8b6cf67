using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Tells whether a request with a known idempotency key asks for the same again.</summary>
internal static class RequestHash
{
    public static ulong Of(JsonElement request) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(request.GetRawText())));
}
