using Relevo.Providers;

namespace Relevo.Gateway.Ingress;

/// <summary>One configured number as ingress sees it: who it is, and where its events go.</summary>
/// <param name="Number">What its webhooks are checked against.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Queue">The queue of its application; empty when no application takes its events.</param>
/// <param name="Secrets">Each of its secrets, as a number of its own, so that it is known which one a body was signed with.</param>
/// <param name="Account">The account (WABA) it belongs to.</param>
internal sealed record NumberRoute(WebhookNumber Number, WebhookProvider Provider, string Queue, IReadOnlyList<WebhookNumber> Secrets, string? Account)
{
    /// <summary>True when an event of this channel belongs to this number. Some notices name no channel.</summary>
    public bool Owns(string? channelKey) =>
        channelKey is null || string.Equals(channelKey, Number.Key, StringComparison.Ordinal) || string.Equals(channelKey, Number.Phone, StringComparison.Ordinal);

    public bool Holds(string secret) => Number.Secrets.Contains(secret, StringComparer.Ordinal);
}
