namespace Relevo.Gateway.Ingress;

/// <summary>
/// Refuses requests whose end two readers could see in two places: a proxy before us must never pass on what it took for
/// a body and we take for a request (RFC 9112, section 6.3). The server itself decides such cases; we refuse them.
/// </summary>
internal static class MessageFraming
{
    // The server renames the length it ignored.
    private const string IgnoredLength = "X-Content-Length";

    public static bool IsAmbiguous(HttpRequest request)
    {
        var encoding = request.Headers.TransferEncoding;
        return encoding.Count > 0
            && (encoding.Count > 1
                || !string.Equals(encoding[0], "chunked", StringComparison.OrdinalIgnoreCase)
                || request.ContentLength is not null
                || request.Headers.ContainsKey(IgnoredLength));
    }

    public static ValueTask RefuseAsync(HttpResponse response)
    {
        response.Headers.Connection = "close";
        return WebhookAnswer.ErrorAsync(response, StatusCodes.Status400BadRequest, "bad_request", "The length of this request can be read in two ways.");
    }
}
