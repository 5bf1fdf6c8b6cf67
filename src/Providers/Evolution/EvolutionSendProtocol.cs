using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Meta;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Evolution;

/// <summary>
/// Evolution API 2.x (EvolutionAPI/evolution-api message.schema.ts, chat.schema.ts). It knows neither idempotency nor an
/// id of ours: what became of a send without an answer shows in <c>send.message</c> or <c>messages.update</c>.
/// </summary>
internal sealed class EvolutionSendProtocol : ISendProtocol
{
    public string Provider => ProviderNames.Evolution;

    public bool HasWindow => false;

    public bool EchoesCorrelation => false;

    public bool IsIdempotent => false;

    public string? AccountProblem(SendAccount account) => AccountRules.Problem(account, common: null);

    public MessageRefusal? Check(OutboundMessage message) => EvolutionBody.Check(message);

    public ProviderCall Send(OutboundMessage message, SendAccount account, string correlationId) =>
        Post(account, "message", EvolutionBody.Method(message.Type), EvolutionBody.Write(message));

    public SendOutcome Judge(string to, int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var verdict = EvolutionErrors.Judge(new SendAnswer(status, body));
        return Outcomes.Of(verdict, status, retryAfter) with
        {
            IsAccountWide = MetaErrors.IsAccountWide(verdict.ErrorCode), // It may be a proxy of Meta's.
            ContactAlias = verdict.Class == FailureClass.Accepted ? Alias(to, body) : null,
        };
    }

    public ProviderCall? MarkRead(string providerMessageId, string contactKey, SendAccount account, bool typing)
    {
        if (EvolutionBody.Jid(contactKey) is not { } jid)
        {
            return null;
        }

        // Showing that somebody types is another call, which blocks for as long as it shows: it is left out.
        return Post(account, "chat", "markMessageAsRead", JsonBody.Object((providerMessageId, jid), static (json, read) =>
        {
            json.WriteStartArray("readMessages"u8);
            json.WriteStartObject();
            json.WriteString("remoteJid"u8, read.jid);
            json.WriteBoolean("fromMe"u8, false);
            json.WriteString("id"u8, read.providerMessageId);
            json.WriteEndObject();
            json.WriteEndArray();
        }));
    }

    public SendOutcome JudgeRead(int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        // {"message":"Read messages","read":"success"} names no message.
        var verdict = EvolutionErrors.Judge(new SendAnswer(status, body));
        using var document = BodyParser.TryParse(body);
        return document is not null && verdict.Class == FailureClass.UnknownResult
            ? Outcomes.OfRead(new SendVerdict(FailureClass.Accepted), status, retryAfter)
            : Outcomes.OfRead(verdict, status, retryAfter);
    }

    public ProviderCall? Probe(SendAccount account) =>
        new(HttpMethod.Get, Endpoint.At(account.BaseUrl!, ["instance", "connectionState", account.Key]), Headers(account), default);

    public NumberCondition JudgeProbe(int? status, ReadOnlyMemory<byte> body) => EvolutionHealth.Judge(status, body);

    /// <summary>The call that is answered with the media of a message in base64.</summary>
    internal static ProviderCall Media(SendAccount account, string providerMessageId) =>
        Post(account, "chat", "getBase64FromMediaMessage", JsonBody.Object(providerMessageId, static (json, id) =>
        {
            json.WriteStartObject("message"u8);
            json.WriteStartObject("key"u8);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
            json.WriteEndObject();
        }));

    private static ProviderCall Post(SendAccount account, string group, string method, ReadOnlyMemory<byte> body) =>
        new(HttpMethod.Post, Endpoint.At(account.BaseUrl!, [group, method, account.Key]), Headers(account), body);

    private static KeyValuePair<string, string>[] Headers(SendAccount account) => [new("apikey", account.ApiToken!)];

    /// <summary>The ninth digit of Brazil, Mexico and Argentina: Evolution answers with the address that exists.</summary>
    private static string? Alias(string to, ReadOnlyMemory<byte> body)
    {
        using var document = BodyParser.TryParse(body);
        var odd = false;
        if (document is null || !Field.TryObject(document.RootElement, "key"u8, out var key, ref odd))
        {
            return null;
        }

        var contact = EvolutionKey.Contact(Field.Key(key, "remoteJid"u8, ref odd));
        return contact == to ? null : contact;
    }
}
