using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Answers;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;

namespace Relevo.Providers.Bird;

/// <summary>
/// Bird's Channels API (docs.bird.com "Channels API", "Rate limits"). It has no idempotency key, but echoes
/// <c>reference</c> on every status. Marking as read is not documented.
/// </summary>
internal sealed class BirdSendProtocol : ISendProtocol
{
    private static readonly Uri Common = new("https://api.bird.com");

    public string Provider => ProviderNames.Bird;

    public bool HasWindow => true;

    public bool EchoesCorrelation => true;

    public bool IsIdempotent => false;

    public string? AccountProblem(SendAccount account) =>
        AccountRules.Problem(account, Common)
        ?? (Endpoint.IsSegment(account.WorkspaceId) ? null : "WorkspaceId is missing, or no name.");

    public MessageRefusal? Check(OutboundMessage message) => BirdBody.Check(message);

    public ProviderCall Send(OutboundMessage message, SendAccount account, string correlationId) => new(
        HttpMethod.Post,
        Endpoint.At(account.BaseUrl ?? Common, ["workspaces", account.WorkspaceId!, "channels", account.Key, "messages"]),
        Headers(account),
        BirdBody.Write(message, correlationId));

    public SendOutcome Judge(string to, int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) =>
        Outcomes.Of(BirdErrors.Judge(new SendAnswer(status, body)), status, retryAfter);

    public ProviderCall? MarkRead(string providerMessageId, string contactKey, SendAccount account, bool typing) => null;

    public SendOutcome JudgeRead(int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) =>
        Outcomes.NotCalled(FailureClass.FailPermanent, Outcomes.Unsupported);

    public ProviderCall? Probe(SendAccount account) => new(
        HttpMethod.Get, Endpoint.At(account.BaseUrl ?? Common, ["workspaces", account.WorkspaceId!, "channels", account.Key]), Headers(account), default);

    /// <summary>Of the words of <c>status</c> only <c>active</c> is known for sure; after another one a send will tell.</summary>
    public NumberCondition JudgeProbe(int? status, ReadOnlyMemory<byte> body)
    {
        if (status is not { } code || !HttpStatus.IsSuccess(code))
        {
            return status switch
            {
                401 or 403 => NumberCondition.AuthBroken,
                404 => NumberCondition.Down,
                _ => NumberCondition.Unknown,
            };
        }

        using var document = BodyParser.TryParse(body);
        var odd = false;
        return document is not null && Field.Text(document.RootElement, "status"u8, ref odd) == "active"
            ? NumberCondition.Healthy
            : NumberCondition.Unknown;
    }

    private static KeyValuePair<string, string>[] Headers(SendAccount account) => [new("Authorization", "AccessKey " + account.ApiToken)];
}
