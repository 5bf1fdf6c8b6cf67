using System.Security;
using System.Text.Encodings.Web;

namespace Relevo.Resilience.Notifications.Texts;

/// <summary>How a value is written into a body of a type, so that no text can break out of its place.</summary>
internal static class TextEscapes
{
    public static Func<string, string> For(string contentType) =>
        contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode
        : contentType.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase) ? Uri.EscapeDataString
        : contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) ? text => SecurityElement.Escape(text) ?? ""
        : text => text;
}
