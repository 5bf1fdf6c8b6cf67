namespace Relevo.Gateway.Configuration.Rules;

/// <summary>Secrets of Standard Webhooks: <c>whsec_</c> and base64.</summary>
internal static class SigningSecret
{
    public const string Expected = "must be whsec_ followed by base64";

    private const string Prefix = "whsec_";

    public static bool IsValid(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Length == Prefix.Length)
        {
            return false;
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var bytes) && bytes > 0;
    }
}
