using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;

namespace Relevo.Providers.Sending;

/// <summary>
/// How one provider's API is spoken: calls are made and answers judged here, and sent by <see cref="ProviderClient"/>.
/// Stateless and safe from any thread; nothing here waits or throws for what a message, an account or an answer holds,
/// provided that <see cref="AccountProblem"/> and <see cref="Refusal"/> said null.
/// </summary>
public interface ISendProtocol
{
    /// <summary>Provider name, one of <see cref="ProviderNames"/>.</summary>
    string Provider { get; }

    /// <summary>Whether free text is allowed only within 24 hours of the customer's last message.</summary>
    bool HasWindow { get; }

    /// <summary>Whether receipts carry the correlation id of the send.</summary>
    bool EchoesCorrelation { get; }

    /// <summary>Whether the same message with the same correlation id, sent twice within 3 hours, goes out once.</summary>
    bool IsIdempotent { get; }

    /// <summary>Why this account cannot send at all, in a sentence; null when it can.</summary>
    string? AccountProblem(SendAccount account);

    /// <summary>What of this message the provider cannot do; null when it can send it.</summary>
    MessageRefusal? Check(OutboundMessage message);

    /// <summary>The same in a sentence for who wrote it.</summary>
    string? Refusal(OutboundMessage message) => Check(message)?.Sentence;

    /// <summary>The call that sends a message.</summary>
    /// <param name="message">One without <see cref="Refusal"/>.</param>
    /// <param name="account">One without <see cref="AccountProblem"/>.</param>
    /// <param name="correlationId">Our id in the provider's books, the same for every repetition of a message.</param>
    ProviderCall Send(OutboundMessage message, SendAccount account, string correlationId);

    /// <summary>What the complete answer to <see cref="Send"/> means.</summary>
    /// <param name="to">Recipient of the message, as asked for.</param>
    /// <param name="status">HTTP status; null when no answer came after the call may have been written.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="retryAfter">What the provider asks to wait, 0 to 1 h.</param>
    SendOutcome Judge(string to, int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter);

    /// <summary>The call that marks a message, and those before it, as read; null when this provider has none.</summary>
    /// <param name="providerMessageId">The provider's id of the customer's message.</param>
    /// <param name="contactKey">Who wrote it.</param>
    /// <param name="account">One without <see cref="AccountProblem"/>.</param>
    /// <param name="typing">Also show the customer that an answer is being written, where the same call can.</param>
    ProviderCall? MarkRead(string providerMessageId, string contactKey, SendAccount account, bool typing);

    /// <summary>What the complete answer to <see cref="MarkRead"/> means. Marking twice does no harm.</summary>
    SendOutcome JudgeRead(int? status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter);

    /// <summary>A cheap call that tells whether the number can send; null when this provider has none.</summary>
    ProviderCall? Probe(SendAccount account);

    /// <summary>What the answer to <see cref="Probe"/> says; status null when none came.</summary>
    NumberCondition JudgeProbe(int? status, ReadOnlyMemory<byte> body);
}
