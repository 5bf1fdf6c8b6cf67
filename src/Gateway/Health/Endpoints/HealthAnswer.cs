using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Relevo.Gateway.Health.Endpoints;

/// <summary>Writes the answer of a health endpoint.</summary>
internal static class HealthAnswer
{
    /// <summary>Answers with JSON that nobody on the way may keep.</summary>
    public static Task WriteAsync<T>(HttpContext context, int statusCode, T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return WriteAsync(context, statusCode, "application/json", bytes);
    }

    /// <summary>Answers with bytes that nobody on the way may keep; HEAD gets the headers only.</summary>
    public static Task WriteAsync(HttpContext context, int statusCode, string contentType, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.StatusCode = statusCode;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
