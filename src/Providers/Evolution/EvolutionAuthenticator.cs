using Relevo.Providers.Signatures;

namespace Relevo.Providers.Evolution;

/// <summary>
/// Knows Evolution by a secret, since it signs nothing: in the path, as bearer token, in <c>apikey</c>, in the configured
/// header, or as the key of its HS256 token (evolution-api <c>webhook.controller.ts</c>). None of them covers the body.
/// </summary>
internal sealed class EvolutionAuthenticator : IWebhookAuthenticator
{
    private const string Bearer = "Bearer ";

    // Evolution signs once, before some 20 minutes of retries, for 10 minutes: a refused retry would be lost for good.
    private const long ExpiredSeconds = 30 * 60;

    public bool IsAuthentic(WebhookRequest request, WebhookNumber number)
    {
        var secrets = number.Secrets;
        return (EvolutionPath.TryRead(request.Segments, out var token, out _) && Mac.IsOneOf(token, secrets))
            || Mac.IsOneOf(request.Headers.Single("apikey"), secrets)
            || (number.WebhookHeader is { Length: > 0 } header && Mac.IsOneOf(request.Headers.Single(header), secrets))
            || HasBearer(request, secrets);
    }

    private static bool HasBearer(WebhookRequest request, IReadOnlyList<string> secrets)
    {
        var header = request.Headers.Single("Authorization").AsSpan();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var token = header[Bearer.Length..];
        return Mac.IsOneOf(token, secrets) || IsToken(token, secrets, request.ReceivedUtc.ToUnixTimeSeconds());
    }

    private static bool IsToken(ReadOnlySpan<char> token, IReadOnlyList<string> secrets, long now)
    {
        using var claims = Hs256Token.Verify(token, secrets);
        return claims is not null
            && Hs256Token.Is(claims.RootElement, "app"u8, "evolution"u8)
            && Hs256Token.Is(claims.RootElement, "action"u8, "webhook"u8)
            && Hs256Token.Seconds(claims.RootElement, "exp"u8) is { } until
            && until >= now - ExpiredSeconds;
    }
}
