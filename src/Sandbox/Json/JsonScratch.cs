using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Relevo.Sandbox.Json;

/// <summary>A buffer and a writer of one thread, used again: what is written is copied away before anything is awaited.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as its thread.")]
internal sealed class JsonScratch
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default, SkipValidation = true };

    [ThreadStatic]
    private static JsonScratch? own;

    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _json;

    private JsonScratch() => _json = new Utf8JsonWriter(_buffer, Options);

    /// <summary>What was written; valid until this thread begins again.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            _json.Flush();
            return _buffer.WrittenSpan;
        }
    }

    /// <summary>An empty writer.</summary>
    public static JsonScratch Begin(out Utf8JsonWriter json)
    {
        var scratch = own ??= new JsonScratch();
        scratch._buffer.ResetWrittenCount();
        scratch._json.Reset();
        json = scratch._json;
        return scratch;
    }
}
