using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Tells whether a request with a known idempotency key asks for the same again: by what it says, not by how it is written.</summary>
internal static class RequestHash
{
    public static ulong Of(JsonElement request)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            Write(writer, request);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text.WrittenSpan));
    }

    // Fields in one order, characters escaped in one way. The depth was bounded when the body was read.
    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in element.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(field.Name);
                    Write(writer, field.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
