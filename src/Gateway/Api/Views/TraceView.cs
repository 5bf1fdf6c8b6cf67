using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>One thing that happened to a send.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="What"><c>attempt, accepted, refused, unknown, sent, delivered, read, failed</c>.</param>
/// <param name="Number">The number.</param>
/// <param name="Answer">The provider's code, or a word for what happened to the call; <c>template … instead</c> when a template stood in for what was asked for.</param>
internal sealed record TraceView(DateTimeOffset AtUtc, string What, string Number, string? Answer)
{
    public static TraceView Of(TraceEntry entry) => new(entry.AtUtc, entry.Kind.ToString().ToLowerInvariant(), entry.Number, entry.Answer);
}
