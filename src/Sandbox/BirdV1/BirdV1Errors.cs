using Relevo.Sandbox.Calls;

namespace Relevo.Sandbox.BirdV1;

/// <summary>Errors as platform v1 words them (messagebird/bird-sdk-typescript <c>core/http.ts</c>). Codes beyond those it names are made up.</summary>
internal static class BirdV1Errors
{
    public static readonly Answer InProgress = Of(409, "E01004", "conflict_error", "request_in_progress", "A request with this idempotency key is in progress.");
    public static readonly Answer KeyReuse = Of(409, "E01005", "conflict_error", "idempotency_key_reuse", "Key already used with different parameters.");

    /// <summary>The error that goes with an HTTP status.</summary>
    public static Answer OfStatus(int status) => status switch
    {
        400 or 422 => Invalid(status, "The request is invalid."),
        401 => Of(401, "E01001", "authentication_error", "unauthorized", "The API key is invalid."),
        403 => Of(403, "E01002", "permission_error", "forbidden", "The request is not allowed."),
        404 => Of(404, "E01006", "not_found_error", "not_found", "The resource does not exist."),
        409 => InProgress,
        429 => Of(429, "E01003", "rate_limit_error", "rate_limited", "Too many requests."),
        503 => Of(503, "E01008", "api_error", "service_unavailable", "The service is unavailable."),
        _ => Of(status, "E01000", "api_error", "internal_error", "Something went wrong."),
    };

    /// <summary>The error of a code.</summary>
    public static Answer OfCode(string code) => code switch
    {
        "E01004" => InProgress,
        "E01005" => KeyReuse,
        _ => Array.Find([400, 401, 403, 404, 429, 500, 503], status => OfStatus(status).ErrorCode == code) is var known and > 0
            ? OfStatus(known)
            : Of(400, code, "api_error", "unknown", "An error."),
    };

    /// <summary>Refuses what is not a message.</summary>
    public static Answer Invalid(int status, string problem) => Of(status, "E01007", "validation_error", "invalid_request", problem);

    private static Answer Of(int status, string code, string type, string name, string message) => new(
        status,
        $$$"""{"error":{"type":"{{{type}}}","code":"{{{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(code)}}}","name":"{{{name}}}","message":"{{{message}}}","doc_url":"https://bird.com/docs/errors","request_id":"req_01krdgeqcxet5s7t44vh8rt9mg"}}""",
        code);
}
