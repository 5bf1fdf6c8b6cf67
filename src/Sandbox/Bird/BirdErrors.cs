using System.Globalization;
using Relevo.Sandbox.Calls;

namespace Relevo.Sandbox.Bird;

/// <summary>Errors of the Channels API as they were seen; their shape is not published.</summary>
internal static class BirdErrors
{
    /// <summary>The error that goes with an HTTP status.</summary>
    public static Answer OfStatus(int status) => status switch
    {
        401 => Of(401, "Unauthorized", "unauthorized"),
        403 => Of(403, "Forbidden", "forbidden"),
        404 => Of(404, "NotFound", "channel not found"),
        422 => Invalid(".receiver.contacts", "must not be empty"),
        429 => Of(429, "TooManyRequests", "rate limit exceeded"),
        503 => new Answer(503, """{"message":"service unavailable"}""", "503"),
        _ => Of(status, status.ToString(CultureInfo.InvariantCulture), "error"),
    };

    /// <summary>Refuses what is not a message.</summary>
    public static Answer Invalid(string field, string problem) =>
        new(422, $$$"""{"code":"InvalidPayload","message":"One or more fields is invalid","details":{"{{{field}}}":["{{{problem}}}"]}}""", "InvalidPayload");

    private static Answer Of(int status, string code, string message) => new(status, $$"""{"code":"{{code}}","message":"{{message}}"}""", code);
}
