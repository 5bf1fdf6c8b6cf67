namespace Relevo.Providers.Signatures;

/// <summary>The address a provider was given, for signatures that cover it.</summary>
internal static class SignedAddress
{
    private const int MaxLength = 8192; // The web server takes no longer request line.

    /// <summary>Configured public address plus the request's raw path and query: never the request's Host, which an outsider picks.</summary>
    /// <returns>Null when no public address is configured, since then nothing can be checked.</returns>
    internal static string? Of(WebhookRequest request) =>
        request.PublicUrl.Length > 0 && request.PublicUrl.Length + request.RawTarget.Length <= MaxLength
            ? request.PublicUrl + request.RawTarget
            : null;
}
