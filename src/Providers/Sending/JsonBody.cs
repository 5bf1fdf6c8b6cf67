using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relevo.Providers.Sending;

/// <summary>Writes the body of a call.</summary>
internal static class JsonBody
{
    // Bodies go to a JSON parser, never into a page: text of any language stays as it is instead of growing sixfold.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object with what <paramref name="write"/> puts into it.</summary>
    internal static ReadOnlyMemory<byte> Object<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            write(json, state);
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>A value byte for byte, since half a surrogate pair in it would make <see cref="JsonElement.WriteTo"/> throw.</summary>
    internal static void Raw(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }

    /// <summary>A text, unless there is none.</summary>
    internal static void Optional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
