using Microsoft.Extensions.Logging;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Transport;

namespace Relevo.Providers.Sending;

/// <summary>
/// The one way to providers' APIs. A deadline covers a call from its start to the last byte of the answer; answers are
/// bounded; redirects are not followed; whatever the outside does comes back as a value. Connections are pooled and
/// shared by all numbers. Safe from any thread.
/// </summary>
public sealed class ProviderClient : IDisposable
{
    private const int FirstServerError = 500;
    private readonly HttpCaller _caller;

    /// <summary>A client with a pool of connections of its own.</summary>
    /// <param name="options">Bounds of its calls, checked by who made them.</param>
    /// <param name="time">Measures the deadlines and dates <c>Retry-After</c>.</param>
    /// <param name="logger">Told which host could not be reached, never what was to be sent.</param>
    public ProviderClient(ProviderClientOptions options, TimeProvider time, ILogger<ProviderClient> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _caller = new HttpCaller(options, time, logger);
    }

    /// <summary>Sends a message once, and tells nothing on the way.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; nothing else throws.</exception>
    public Task<SendOutcome> SendAsync(
        ISendProtocol protocol, OutboundMessage message, SendAccount account, string correlationId, CancellationToken cancellation) =>
        SendAsync(protocol, message, account, correlationId, null, cancellation);

    /// <summary>Sends a message once.</summary>
    /// <param name="protocol">Speaks for the account's provider.</param>
    /// <param name="message">What to send.</param>
    /// <param name="account">Through which number.</param>
    /// <param name="correlationId">Our id in the provider's books, the same for every repetition; see <see cref="Correlation.Of"/>.</param>
    /// <param name="onBegun">Told when the connection stands and the call is about to be written: about when the provider sees it. Must be quick and not throw.</param>
    /// <param name="cancellation">Gives up; what then became of the message is as unknown as after a timeout.</param>
    /// <returns>
    /// Of an accepted message that stands in for another, the code says so. Besides the codes of providers: <c>account</c> and <c>unsupported</c>, when nothing was called because the account
    /// or the provider cannot; <c>connect</c>, when nothing was written; <c>timeout</c>, <c>reset</c> and
    /// <c>unreadable</c>, when the provider may have read the call, so that only a receipt can tell.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; nothing else throws.</exception>
    public async Task<SendOutcome> SendAsync(
        ISendProtocol protocol, OutboundMessage message, SendAccount account, string correlationId, Action? onBegun, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentException.ThrowIfNullOrEmpty(correlationId);
        if (protocol.AccountProblem(account) is not null)
        {
            return Outcomes.NotCalled(FailureClass.NumberDown, Outcomes.Account);
        }

        // The id is ours and plain; should it ever not be, it must not end a header early.
        if (!Endpoint.IsHeaderValue(correlationId) || protocol.Refusal(message) is not null)
        {
            return Outcomes.NotCalled(FailureClass.FailPermanent, Outcomes.Unsupported);
        }

        var answer = await _caller.CallAsync(protocol.Send(message, account, correlationId), account.Name, onBegun, cancellation);
        var outcome = answer.Trouble is { } trouble
            ? Broken(trouble, answer.Status)
            : protocol.Judge(message.To, answer.Status, answer.Body, answer.RetryAfter);
        return outcome.Class == FailureClass.Accepted && message.StandIn is { } standIn
            ? outcome with { Code = $"template {standIn} instead" }
            : outcome;
    }

    /// <summary>Marks a customer's message as read, where the provider can. Doing it twice does no harm.</summary>
    /// <param name="protocol">Speaks for the account's provider.</param>
    /// <param name="providerMessageId">The provider's id of the message.</param>
    /// <param name="contactKey">Who wrote it.</param>
    /// <param name="account">The number it was written to.</param>
    /// <param name="typing">Also show that an answer is being written, where the provider can.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>As a send; <c>unsupported</c> when the provider has no such call.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; nothing else throws.</exception>
    public async Task<SendOutcome> MarkReadAsync(
        ISendProtocol protocol, string providerMessageId, string contactKey, SendAccount account, bool typing, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentException.ThrowIfNullOrEmpty(providerMessageId);
        ArgumentException.ThrowIfNullOrEmpty(contactKey);
        ArgumentNullException.ThrowIfNull(account);
        if (protocol.AccountProblem(account) is not null)
        {
            return Outcomes.NotCalled(FailureClass.NumberDown, Outcomes.Account);
        }

        if (!Reading.MessageKey.IsValid(providerMessageId) || protocol.MarkRead(providerMessageId, contactKey, account, typing) is not { } call)
        {
            return Outcomes.NotCalled(FailureClass.FailPermanent, Outcomes.Unsupported);
        }

        var answer = await _caller.CallAsync(call, account.Name, null, cancellation);
        return answer.Trouble is { } trouble
            ? Broken(trouble, answer.Status)
            : protocol.JudgeRead(answer.Status, answer.Body, answer.RetryAfter);
    }

    /// <summary>Asks the provider whether the number can send. Providers limit such calls: some 200 an hour at Meta.</summary>
    /// <returns><see cref="NumberCondition.Unknown"/> when it has no such call or gave no answer that says anything.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; nothing else throws.</exception>
    public async Task<NumberCondition> ProbeAsync(ISendProtocol protocol, SendAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(account);
        if (protocol.AccountProblem(account) is not null || protocol.Probe(account) is not { } call)
        {
            return NumberCondition.Unknown;
        }

        var answer = await _caller.CallAsync(call, account.Name, null, cancellation);
        return answer.Trouble is null ? protocol.JudgeProbe(answer.Status, answer.Body) : NumberCondition.Unknown;
    }

    /// <summary>Asks an address for anything, without credentials.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="name">For the log.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when it answers; else the word of <see cref="SendAsync(ISendProtocol, OutboundMessage, SendAccount, string, CancellationToken)"/> for why not, or the status with which its server fails.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; nothing else throws.</exception>
    public async Task<string?> ReachAsync(Uri address, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        var answer = await _caller.CallAsync(new ProviderCall(HttpMethod.Get, address, [], default), name, null, cancellation);
        return answer.Status is { } status ? (status >= FirstServerError ? $"status {status}" : null) : answer.Trouble;
    }

    /// <summary>Leaves the pooled connections behind; see <see cref="Relevo.Resilience.Connections.PooledConnections.Renew"/>.</summary>
    public bool Renew() => _caller.Renew();

    /// <summary>Closes the connections; calls under way end as broken.</summary>
    public void Dispose() => _caller.Dispose();

    private static SendOutcome Broken(string trouble, int? status) => trouble == TransportTrouble.Connect
        ? new SendOutcome { Class = FailureClass.RetrySame, Code = trouble, IsSurelyNotSent = true }
        : new SendOutcome { Class = FailureClass.UnknownResult, Status = status, Code = trouble };
}
