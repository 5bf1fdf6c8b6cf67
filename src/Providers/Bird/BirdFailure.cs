using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Bird;

/// <summary>
/// Why a message failed (docs.bird.com "Message failure"): <c>failure.source.code</c> is Meta's code when the source is
/// WhatsApp, else <c>failure.code</c> is Bird's own; older payloads have the text <c>reason: …; code: N</c> only.
/// </summary>
internal static class BirdFailure
{
    private const string CodeMark = "code: ";
    private const int MaxDigits = 9;

    internal static string? Code(JsonElement payload, ref bool odd)
    {
        if (!Field.TryObject(payload, "failure"u8, out var failure, ref odd))
        {
            return FromReason(Field.Text(payload, "reason"u8, ref odd));
        }

        if (Field.TryObject(failure, "source"u8, out var source, ref odd)
            && Field.Key(source, "name"u8, ref odd) == "whatsapp"
            && Field.Code(source, "code"u8, ref odd) is { } metaCode)
        {
            return metaCode;
        }

        return Field.Code(failure, "code"u8, ref odd);
    }

    private static string? FromReason(string? reason)
    {
        var mark = reason?.LastIndexOf(CodeMark, StringComparison.Ordinal) ?? -1;
        if (mark < 0)
        {
            return null;
        }

        var digits = reason.AsSpan(mark + CodeMark.Length).Trim();
        return digits.Length is > 0 and <= MaxDigits && !digits.ContainsAnyExceptInRange('0', '9') ? digits.ToString() : null;
    }
}
