namespace Relevo.Providers.Meta;

/// <summary>Checks Meta's signature against every app secret of the number.</summary>
internal sealed class MetaAuthenticator : IWebhookAuthenticator
{
    public bool IsAuthentic(WebhookRequest request, WebhookNumber number)
    {
        if (!MetaSignature.TryRead(request.Headers.Single(MetaSignature.Header), out var given))
        {
            return false;
        }

        var secrets = number.Secrets;
        var authentic = false;
        for (var i = 0; i < secrets.Count && !authentic; i++)
        {
            authentic = MetaSignature.Matches(given, request.Body.Span, secrets[i]);
        }

        return authentic;
    }
}
