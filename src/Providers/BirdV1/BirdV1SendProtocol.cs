using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Sending;

namespace Relevo.Providers.BirdV1;

/// <summary>
/// Bird's platform v1 (messagebird/bird-sdk-typescript resources/whatsapp.ts, core/http.ts). A repetition with the same
/// <c>Idempotency-Key</c> is answered like the first call for 3 hours, whatever became of that.
/// </summary>
internal sealed class BirdV1SendProtocol : ISendProtocol
{
    private const string KeyReuse = "E01005";

    private static readonly Uri Common = new("https://us1.platform.bird.com");

    public string Provider => ProviderNames.BirdV1;

    public bool HasWindow => true;

    public bool EchoesCorrelation => true;

    public bool IsIdempotent => true;

    public string? AccountProblem(SendAccount account) =>
        AccountRules.Problem(account, Common)
        ?? (Recipient.KindOf(From(account)) == RecipientKind.Phone ? null : "Phone is missing, or not + and digits.");

    public MessageRefusal? Check(OutboundMessage message) => BirdV1Body.Check(message);

    public ProviderCall Send(OutboundMessage message, SendAccount account, string correlationId)
    {
        // The metadata field has a name of its own, so the id stands in it bare, and receipts give it back bare.
        var id = Correlation.MessageId(correlationId)!;
        return new ProviderCall(
            HttpMethod.Post,
            Endpoint.At(account.BaseUrl ?? Common, ["v1", "whatsapp", "messages"]),
            [new("Authorization", "Bearer " + account.ApiToken), new("Idempotency-Key", id)],
            BirdV1Body.Write(message, From(account), id));
    }

    /// <summary>
    /// While a first call with the key is in work, or when the key was used before, an earlier try of this message was
    /// taken in and may go out. So may what ended in a 5xx. All of that can be repeated here, but nowhere else.
    /// </summary>
    public SendOutcome Judge(string to, int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var verdict = BirdV1Errors.Judge(new SendAnswer(status, body));
        var outcome = Outcomes.Of(verdict, status, retryAfter);
        return outcome with
        {
            IsSurelyNotSent = outcome.IsSurelyNotSent && verdict.Class != FailureClass.RetrySame && verdict.ErrorCode != KeyReuse,
            IsAccountWide = BirdV1Errors.IsAccountWide(verdict.ErrorCode),
        };
    }

    public ProviderCall? MarkRead(string providerMessageId, string contactKey, SendAccount account, bool typing) => null;

    public SendOutcome JudgeRead(int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) =>
        Outcomes.NotCalled(FailureClass.FailPermanent, Outcomes.Unsupported);

    /// <summary>None is documented.</summary>
    public ProviderCall? Probe(SendAccount account) => null;

    public NumberCondition JudgeProbe(int? status, ReadOnlyMemory<byte> body) => NumberCondition.Unknown;

    private static string From(SendAccount account) => account.Phone ?? account.Key;
}
