using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Providers.Reading;

/// <summary>Names of properties as bytes.</summary>
internal static class JsonName
{
    /// <summary>The name's bytes, escapes as they are: no provider escapes its names.</summary>
    internal static ReadOnlySpan<byte> Of(JsonProperty property) => JsonMarshal.GetRawUtf8PropertyName(property);
}
