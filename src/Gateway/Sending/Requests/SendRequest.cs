using Relevo.Contracts.Messages;
using Relevo.Gateway.Sending.Jobs;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>One send as an application asks for it, checked.</summary>
/// <param name="Job">What to do.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Due">Not before this time; null is at once.</param>
/// <param name="IdempotencyKey">What makes it the same request when it comes again; null is never.</param>
internal sealed record SendRequest(SendJob Job, Priority Priority, DateTimeOffset? Due, string? IdempotencyKey);
