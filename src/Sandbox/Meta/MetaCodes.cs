using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using Relevo.Sandbox.Calls;

namespace Relevo.Sandbox.Meta;

/// <summary>Status and body that Meta has for each of its error codes (developers.facebook.com "Error codes").</summary>
internal static class MetaCodes
{
    private const string Trace = "Az8or2yhqkZfEZ-_4Qn_Bam";

    private static readonly FrozenDictionary<int, (int Status, string Message, string? Details)> Known = new Dictionary<int, (int, string, string?)>
    {
        [0] = (401, "(#0) AuthException", "We were unable to authenticate the app user."),
        [1] = (400, "(#1) API Unknown", "Invalid request or possible server error."),
        [2] = (503, "Service temporarily unavailable", null),
        [3] = (403, "(#3) API Method", "Capability or permissions issue."),
        [4] = (429, "(#4) API Too Many Calls", "The app has reached its API call rate limit."),
        [10] = (403, "(#10) Permission Denied", "Permission is either not granted or has been removed."),
        [33] = (400, "(#33) Parameter value is not valid", "The business phone number has been deleted."),
        [100] = (400, "(#100) Invalid parameter", "Unexpected key"),
        [190] = (401, "Error validating access token: Session has expired", null),
        [200] = (403, "(#200) API Permission", "Permission is either not granted or has been removed."),
        [368] = (403, "(#368) Temporarily blocked for policies violations", null),
        [80007] = (429, "(#80007) Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
        [130429] = (429, "(#130429) Rate limit hit", "Cloud API message throughput has been reached."),
        [130472] = (400, "(#130472) User's number is part of an experiment", "Message was not sent as part of an experiment."),
        [131000] = (500, "(#131000) Something went wrong", null),
        [131005] = (403, "(#131005) Access denied", "Permission is either not granted or has been removed."),
        [131008] = (400, "(#131008) Required parameter is missing", "The request is missing a required parameter."),
        [131009] = (400, "(#131009) Parameter value is not valid", "One or more parameter values are invalid."),
        [131016] = (500, "(#131016) Service unavailable", null),
        [131021] = (400, "(#131021) Recipient cannot be sender", "Sender and recipient phone number is the same."),
        [131026] = (400, "(#131026) Message undeliverable", null),
        [131030] = (400, "(#131030) Recipient phone number not in allowed list", "Add recipient phone number to recipient list and try again."),
        [131031] = (403, "(#131031) Business Account locked", null),
        [131037] = (400, "(#131037) Display name approval", "The phone number needs display name approval before messages can be sent."),
        [131042] = (400, "(#131042) Business eligibility payment issue", "There was an error related to your payment method."),
        [131045] = (500, "(#131045) Incorrect certificate", "Message failed to send due to a phone number registration error."),
        [131047] = (400, "(#131047) Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number."),
        [131048] = (429, "(#131048) Spam rate limit hit", "Message failed to send because there are restrictions on how many messages can be sent from this phone number."),
        [131049] = (400, "(#131049) Meta chose not to deliver", "This message was not delivered to maintain healthy ecosystem engagement."),
        [131050] = (400, "(#131050) User stopped marketing messages", "The recipient has opted out of marketing messages."),
        [131051] = (400, "(#131051) Unsupported message type", "Message type is not currently supported."),
        [131052] = (400, "(#131052) Media download error", "Unable to download the media sent by the user."),
        [131053] = (400, "(#131053) Media upload error", null),
        [131056] = (429, "(#131056) (Business Account, Consumer Account) pair rate limit hit", null),
        [131057] = (500, "(#131057) Account in maintenance mode", null),
        [132000] = (400, "(#132000) Number of parameters does not match", "The number of parameter values differs from the template's."),
        [132001] = (404, "(#132001) Template name does not exist in the translation", "template name (order_confirmation) does not exist in en_US"),
        [132005] = (400, "(#132005) Translated text too long", "The translated text is too long."),
        [132007] = (400, "(#132007) Template content policy violated", "Template content violates a WhatsApp policy."),
        [132012] = (400, "(#132012) Parameter format does not match", "Variable parameter values are formatted incorrectly."),
        [132015] = (400, "(#132015) Template is paused", "The template is paused due to low quality."),
        [132016] = (400, "(#132016) Template is disabled", "The template was paused too often and is permanently disabled."),
        [132068] = (400, "(#132068) Flow is blocked", "Flow is in blocked state."),
        [132069] = (400, "(#132069) Flow is throttled", "Flow is in throttled state."),
        [133004] = (503, "(#133004) Server temporarily unavailable", "Server is temporarily unavailable."),
        [133010] = (400, "(#133010) Phone number not registered", "The phone number is not registered."),
        [133016] = (429, "(#133016) Account register deregister rate limit exceeded", "Too many registration attempts."),
        [135000] = (400, "(#135000) Generic user error", "Message failed to send because of an unknown error with the request parameters."),
    }.ToFrozenDictionary();

    /// <summary>The whole answer. A code that Meta has no entry for is answered 400.</summary>
    /// <param name="code">Meta's code.</param>
    /// <param name="details">What is said of this call; null for what the code usually says.</param>
    public static Answer Of(int code, string? details = null)
    {
        var (status, message, usual) = Known.GetValueOrDefault(code, (400, string.Create(CultureInfo.InvariantCulture, $"(#{code}) Unknown error"), null));
        var text = code.ToString(CultureInfo.InvariantCulture);
        return new Answer(status, $$"""{"error":{{Error(code, message, details ?? usual)}}}""", text);
    }

    /// <summary>The error by itself, as Evolution hands it on.</summary>
    public static string Bare(int code) => Known.TryGetValue(code, out var known) ? Error(code, known.Message, known.Details) : Error(code, "Unknown error", null);

    /// <summary>Title and details of a code, as failed statuses have them.</summary>
    public static (string Title, string? Details) Words(string code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Known.TryGetValue(number, out var known)
            ? (known.Message[(known.Message.IndexOf(')', StringComparison.Ordinal) + 1)..].Trim(), known.Details)
            : ("Message failed", null);

    private static string Error(int code, string message, string? details)
    {
        var subcode = code == 190 ? ""","error_subcode":463""" : "";
        var transient = code == 2 ? ""","is_transient":true""" : "";
        var data = details is null ? "" : $$""","error_data":{"messaging_product":"whatsapp","details":"{{JavaScriptEncoder.Default.Encode(details)}}"}""";
        return string.Create(CultureInfo.InvariantCulture, $$"""{"message":"{{JavaScriptEncoder.Default.Encode(message)}}","type":"OAuthException","code":{{code}}{{subcode}}{{transient}}{{data}},"fbtrace_id":"{{Trace}}"}""");
    }
}
