namespace Relevo.Providers;

/// <summary>One API that speaks WhatsApp for us, seen from its webhooks.</summary>
/// <param name="Name">Its name in paths and settings.</param>
/// <param name="Authenticator">Checks who wrote a webhook.</param>
/// <param name="Normaliser">Reads a webhook.</param>
public sealed record WebhookProvider(string Name, IWebhookAuthenticator Authenticator, IWebhookNormaliser Normaliser);
