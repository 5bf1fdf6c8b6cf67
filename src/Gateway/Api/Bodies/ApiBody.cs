using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api.Bodies;

/// <summary>Reads small JSON objects strictly: bounded, no field twice, no depth that only an attacker needs.</summary>
internal static class ApiBody
{
    private const int UsualBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <returns>The object, or null when a refusal was answered already.</returns>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context, int maxBytes = UsualBytes)
    {
        if (context.Request.ContentType is { Length: > 0 } && !context.Request.HasJsonContentType())
        {
            await ApiAnswer.ErrorAsync(context, 415, "unsupported_media_type", "Send JSON, with the header Content-Type: application/json.");
            return null;
        }

        var bytes = await ReadBytesAsync(context, maxBytes);
        if (bytes is null)
        {
            await ApiAnswer.ErrorAsync(context, 413, "too_large", $"The body may have at most {maxBytes} bytes.");
            return null;
        }

        var document = Parse(bytes.Value, out var problem);
        if (document is null)
        {
            await ApiAnswer.BadRequestAsync(context, [new ErrorDetail("body", problem)]);
        }

        return document;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return null;
        }

        // A client that names the length gets room for just that; one that does not, for the most.
        var buffer = new byte[(int)(context.Request.ContentLength ?? maxBytes) + 1];
        var read = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return read > maxBytes ? null : buffer.AsMemory(0, read);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, out string problem)
    {
        problem = "is not a JSON object";
        if (!Utf8.IsValid(bytes.Span))
        {
            problem = "is not UTF-8";
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(bytes, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException exception)
        {
            problem = $"is not valid JSON (line {(exception.LineNumber ?? 0) + 1}, column {(exception.BytePositionInLine ?? 0) + 1}), or has a field twice";
        }
        catch (InvalidOperationException)
        {
            problem = "has a field whose name holds half of a surrogate pair";
        }

        return null;
    }
}
