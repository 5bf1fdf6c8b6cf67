using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Jobs;

/// <summary>Jobs as stored payloads.</summary>
internal static class SendJobCodec
{
    private static readonly SendJobJson Readable = new(new JsonSerializerOptions(SendJobJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Encode(SendJob job)
    {
        var output = new ArrayBufferWriter<byte>(512);
        output.GetSpan(1)[0] = (byte)PayloadFormat.Plain;
        output.Advance(1);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        JsonSerializer.Serialize(json, job, Readable.SendJob);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The job of a stored payload, its format byte included.</summary>
    /// <returns>Null when it cannot be read.</returns>
    public static SendJob? Decode(ReadOnlySpan<byte> payload) =>
        payload.Length > 1 && payload[0] == (byte)PayloadFormat.Plain ? DecodeJson(payload[1..]) : null;

    /// <summary>The job of a payload whose format byte was taken off.</summary>
    public static SendJob? DecodeJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Readable.SendJob);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
