using Relevo.Providers.Signatures;

namespace Relevo.Providers.Bird;

/// <summary>
/// Checks the signature of Bird's Channels API over time, address and body hash (docs.bird.com "Verifying a webhook
/// subscription"). Retries keep the time of the first attempt and come for hours, so a day is let pass.
/// </summary>
internal sealed class BirdAuthenticator : IWebhookAuthenticator
{
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public bool IsAuthentic(WebhookRequest request, WebhookNumber number)
    {
        var time = request.Headers.Single(SignedHash.TimeHeader);
        return SignedTime.TryRead(time, out var seconds)
            && SignedTime.IsCurrent(seconds, request.ReceivedUtc, Oldest, Ahead)
            && SignedAddress.Of(request) is { } address
            && SignedHash.Matches(request.Headers.Single(SignedHash.SignatureHeader), time!, address, request.Body.Span, number.Secrets);
    }
}
