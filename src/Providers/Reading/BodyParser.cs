using System.Text.Json;
using System.Text.Unicode;

namespace Relevo.Providers.Reading;

/// <summary>Parses a webhook body within bounds, without copying it.</summary>
internal static class BodyParser
{
    // The deepest body seen is 12 levels; a hostile one costs only what is read up to here.
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>The body as a JSON object.</summary>
    /// <returns>Null when it is not UTF-8, not JSON, too deep, names a property twice, or is no object.</returns>
    internal static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        // The parser leaves the inside of strings unchecked; what is stored must be text all through.
        if (body.IsEmpty || !Utf8.IsValid(body.Span))
        {
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(body, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
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
