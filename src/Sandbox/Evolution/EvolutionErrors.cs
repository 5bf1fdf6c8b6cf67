using System.Globalization;
using System.Text.Encodings.Web;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Meta;

namespace Relevo.Sandbox.Evolution;

/// <summary>Errors as Evolution words them (EvolutionAPI/evolution-api <c>exceptions</c>; issues #1286, #1412, #2547).</summary>
internal static class EvolutionErrors
{
    private const int OutsideWindow = 131047;

    public static readonly Answer Unauthorised = Of(401, "Unauthorized", "\"Unauthorized\"", "unauthorized");
    public static readonly Answer Throttled = Of(429, "Too Many Requests", "[\"rate-overlimit\"]", "429");
    public static readonly Answer Closed = Of(400, "Bad Request", "[\"Error: Connection Closed\"]", "connection-closed");

    /// <summary>The error that a script names.</summary>
    public static Answer? Named(string name, string instance, string recipient) => name switch
    {
        "connection-closed" => Closed,
        "connection-closed-500" => Of(500, "Internal Server Error", "\"Connection Closed\"", name),
        "not-on-whatsapp" => NotThere(recipient),
        "unauthorized" => Unauthorised,
        "no-instance" => NoInstance(instance),
        "meta-proxy" => new Answer(201, MetaCodes.Bare(OutsideWindow), OutsideWindow.ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    public static Answer NoInstance(string instance) =>
        Of(404, "Not Found", $"[\"The \\\"{JavaScriptEncoder.Default.Encode(instance)}\\\" instance does not exist\"]", "no-instance");

    /// <param name="message">Already escaped.</param>
    public static Answer BadRequest(string message) => Of(400, "Bad Request", $"[\"{message}\"]", "bad-request");

    private static Answer NotThere(string recipient)
    {
        var jid = JavaScriptEncoder.Default.Encode(EvolutionWebhooks.Jid(recipient));
        var number = jid.EndsWith(EvolutionWebhooks.PersonDomain, StringComparison.Ordinal) ? jid[..^EvolutionWebhooks.PersonDomain.Length] : jid;
        return Of(400, "Bad Request", $$"""[{"jid":"{{jid}}","exists":false,"number":"{{number}}"}]""", "not-on-whatsapp");
    }

    private static Answer Of(int status, string error, string message, string code) =>
        new(status, string.Create(CultureInfo.InvariantCulture, $$$"""{"status":{{{status}}},"error":"{{{error}}}","response":{"message":{{{message}}}}}"""), code);
}
