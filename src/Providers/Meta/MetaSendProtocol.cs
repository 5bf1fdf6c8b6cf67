using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Meta;

/// <summary>
/// Meta's Cloud API (facebook/openapi business-messaging-api v23.0, <c>/{phone-number-id}/messages</c>). It has no
/// idempotency key, but echoes <c>biz_opaque_callback_data</c> on every status.
/// </summary>
internal sealed class MetaSendProtocol : ISendProtocol
{
    private const string Fields = "fields=id,display_phone_number,verified_name,quality_rating,status,throughput,platform_type,account_mode,health_status";

    private static readonly Uri Common = new("https://graph.facebook.com/v23.0");

    public string Provider => ProviderNames.Meta;

    public bool HasWindow => true;

    public bool EchoesCorrelation => true;

    public bool IsIdempotent => false;

    public string? AccountProblem(SendAccount account) => AccountRules.Problem(account, Common);

    public MessageRefusal? Check(OutboundMessage message) => MetaBody.Check(message);

    public ProviderCall Send(OutboundMessage message, SendAccount account, string correlationId) =>
        Post(account, MetaBody.Write(message, correlationId));

    public SendOutcome Judge(string to, int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var verdict = MetaErrors.Judge(new SendAnswer(status, body));
        return Outcomes.Of(verdict, status, retryAfter) with
        {
            IsAccountWide = MetaErrors.IsAccountWide(verdict.ErrorCode),
            IsMessagesOwn = MetaErrors.IsMessagesOwn(verdict.ErrorCode),
            ContactAlias = verdict.Class == FailureClass.Accepted ? Alias(to, body) : null,
        };
    }

    public ProviderCall? MarkRead(string providerMessageId, string contactKey, SendAccount account, bool typing) =>
        Post(account, JsonBody.Object((providerMessageId, typing), static (json, read) =>
        {
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            json.WriteString("status"u8, "read"u8);
            json.WriteString("message_id"u8, read.providerMessageId);
            if (read.typing)
            {
                json.WriteStartObject("typing_indicator"u8);
                json.WriteString("type"u8, "text"u8);
                json.WriteEndObject();
            }
        }));

    public SendOutcome JudgeRead(int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var verdict = MetaErrors.Judge(new SendAnswer(status, body));
        return Outcomes.OfRead(verdict, status, retryAfter) with { IsAccountWide = MetaErrors.IsAccountWide(verdict.ErrorCode) };
    }

    public ProviderCall? Probe(SendAccount account) =>
        new(HttpMethod.Get, Endpoint.At(account.BaseUrl ?? Common, [account.Key], Fields), Headers(account), default);

    public NumberCondition JudgeProbe(int? status, ReadOnlyMemory<byte> body) => MetaHealth.Judge(status, body);

    /// <summary>The call that is answered with the address of media.</summary>
    internal static ProviderCall Media(SendAccount account, string mediaId) =>
        new(HttpMethod.Get, Endpoint.At(account.BaseUrl ?? Common, [mediaId]), Headers(account), default);

    private static ProviderCall Post(SendAccount account, ReadOnlyMemory<byte> body) =>
        new(HttpMethod.Post, Endpoint.At(account.BaseUrl ?? Common, [account.Key, "messages"]), Headers(account), body);

    private static KeyValuePair<string, string>[] Headers(SendAccount account) => [new("Authorization", "Bearer " + account.ApiToken)];

    /// <summary>In Brazil and Mexico WhatsApp knows people under another number than the one that people dial.</summary>
    private static string? Alias(string to, ReadOnlyMemory<byte> body)
    {
        using var document = BodyParser.TryParse(body);
        var odd = false;
        if (document is null || !Field.TryFirst(document.RootElement, "contacts"u8, out var contact, ref odd)
            || !Field.TryAny(contact, "wa_id"u8, out var id))
        {
            return null;
        }

        var phone = Phone.Read(id, to);
        return phone == to ? null : phone;
    }
}
