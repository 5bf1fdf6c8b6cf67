using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>Finds the bytes of an element inside the body it was parsed from, so that they need no copy.</summary>
internal static class RawSlice
{
    /// <summary>The exact bytes of <paramref name="element"/> as a part of <paramref name="body"/>.</summary>
    internal static ReadOnlyMemory<byte> Of(JsonElement element, ReadOnlyMemory<byte> body)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        var offset = Unsafe.ByteOffset(
            ref MemoryMarshal.GetReference(body.Span),
            ref MemoryMarshal.GetReference(raw));

        // The document reads the body in place; a copy keeps this right should it ever stop doing so.
        return offset >= 0 && offset + raw.Length <= body.Length
            ? body.Slice((int)offset, raw.Length)
            : raw.ToArray();
    }
}
