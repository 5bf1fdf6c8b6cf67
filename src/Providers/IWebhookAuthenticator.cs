namespace Relevo.Providers;

/// <summary>Decides whether a webhook was written by who it says. Pure: no state, no waiting, constant-time comparison.</summary>
public interface IWebhookAuthenticator
{
    /// <summary>Checks the raw bytes against every secret of <paramref name="number"/>.</summary>
    /// <returns>False for anything that is missing, malformed, too old or wrong. Never throws for bad input.</returns>
    bool IsAuthentic(WebhookRequest request, WebhookNumber number);
}
