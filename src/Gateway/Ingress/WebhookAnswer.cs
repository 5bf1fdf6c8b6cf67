using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Relevo.Gateway.Ingress;

/// <summary>Writes the answers of the webhook paths.</summary>
internal static class WebhookAnswer
{
    private static readonly byte[] OneAccepted = Body(1, 0);
    private static readonly byte[] OneDuplicate = Body(0, 1);
    private static readonly byte[] Nothing = Body(0, 0);

    public static ValueTask AcceptedAsync(HttpResponse response, int accepted, int duplicates) =>
        WriteAsync(response, StatusCodes.Status200OK, (accepted, duplicates) switch
        {
            (1, 0) => OneAccepted,
            (0, 1) => OneDuplicate,
            (0, 0) => Nothing,
            _ => Body(accepted, duplicates),
        });

    /// <summary>Says that it cannot be taken now, and when to come again.</summary>
    public static ValueTask LaterAsync(HttpResponse response, int status, string reason, int retryAfterSeconds)
    {
        response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return ErrorAsync(response, status, status == StatusCodes.Status429TooManyRequests ? "overloaded" : "unavailable", reason);
    }

    public static ValueTask ErrorAsync(HttpResponse response, int status, string error, string message) =>
        WriteAsync(response, status, Encoding.UTF8.GetBytes($$"""{"error":"{{error}}","message":"{{JavaScriptEncoder.Default.Encode(message)}}"}"""));

    /// <summary>Meta's handshake wants the challenge itself, as text and never as markup.</summary>
    public static ValueTask ChallengeAsync(HttpResponse response, string challenge)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        return WriteAsync(response, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(challenge), "text/plain; charset=utf-8");
    }

    private static ValueTask WriteAsync(HttpResponse response, int status, byte[] body, string contentType = "application/json")
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body); // the server flushes it with the end of the request
        return default;
    }

    private static byte[] Body(int accepted, int duplicates) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"status":"accepted","accepted":{{accepted}},"duplicates":{{duplicates}}}"""));
}
