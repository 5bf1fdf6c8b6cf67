using System.Text.Json;
using System.Text.Unicode;

namespace Relevo.Providers.Reading;

/// <summary>Parses a webhook body within bounds, without copying it.</summary>
internal static class BodyParser
{
    // The deepest body seen is 12 levels; a hostile one costs only what is read up to here.
    private const int MaxDepth = 64;

    // Commas bound the values, and counting them costs a tenth of a millisecond where parsing a million values costs a
    // hundred. 4 MB of real messages hold about 100,000; Evolution's bytes as index objects come closest.
    private const int MaxCommas = 200_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>The body as a JSON object, or as what else it must be.</summary>
    /// <returns>Null when it is not UTF-8, not JSON, too deep, too finely divided, names a property twice, or is something else.</returns>
    internal static JsonDocument? TryParse(ReadOnlyMemory<byte> body, JsonValueKind kind = JsonValueKind.Object)
    {
        // The parser leaves the inside of strings unchecked; what is stored must be text all through.
        if (body.IsEmpty || !Utf8.IsValid(body.Span) || body.Span.Count((byte)',') > MaxCommas)
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(body, Options);
            if (document.RootElement.ValueKind == kind && !DuplicateNames.AreIn(document.RootElement))
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
