using System.Runtime.InteropServices;
using Relevo.Providers;

namespace Relevo.Gateway.Ingress;

/// <summary>The path of a webhook, taken apart: <c>/webhooks/{provider}/{number}[/segments]</c>.</summary>
/// <param name="Provider">Provider name, or <c>whatsapp</c>.</param>
/// <param name="Number">Our name of the number; empty for <c>/webhooks/whatsapp</c>.</param>
/// <param name="Segments">What stands behind the number: Evolution's token and event name.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WebhookPath(string Provider, string Number, IReadOnlyList<string> Segments)
{
    public const string Prefix = "/webhooks/";

    /// <summary>The path that takes Meta bodies for any Meta number.</summary>
    public const string Shared = "whatsapp";

    private const int MaxSegments = 2; // token and event name

    public bool IsShared => Provider == Shared;

    /// <summary>Takes a decoded path apart.</summary>
    /// <returns>False when it is no webhook path.</returns>
    public static bool TryParse(string path, out WebhookPath result)
    {
        result = default;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = path[Prefix.Length..].Split('/');
        if (parts.Length > MaxSegments + 2 || parts.Any(part => part.Length == 0))
        {
            return false;
        }

        if (parts is [Shared])
        {
            result = new WebhookPath(Shared, "", []);
            return true;
        }

        if (parts.Length < 2 || parts[0] == Shared || (parts.Length > 2 && parts[0] != ProviderNames.Evolution))
        {
            return false;
        }

        result = new WebhookPath(parts[0], parts[1], parts.Length == 2 ? [] : parts[2..]);
        return true;
    }
}
