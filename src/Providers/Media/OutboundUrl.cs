namespace Relevo.Providers.Media;

/// <summary>
/// Judges addresses of media that an application wants to be sent. The provider fetches them, and where that is a server
/// of the operator's own, it would fetch from within his network.
/// </summary>
public static class OutboundUrl
{
    private const int MaxLength = 2048;

    /// <summary>Why the address is refused, in a sentence; null when it is fine.</summary>
    /// <param name="url">An absolute http or https address of at most 2,048 characters. Names are not resolved here.</param>
    public static string? Problem(string url)
    {
        if (WebAddress.Problem(url, MaxLength, out var read) is { } problem)
        {
            return problem;
        }

        var host = read!.IdnHost.TrimEnd('.');
        if (WebAddress.Literal(read) is { } address)
        {
            return PublicAddress.Is(address) ? null : "The address is inside of a private network.";
        }

        // A name without a dot is found only inside.
        return host.Contains('.', StringComparison.Ordinal) && !host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            ? null
            : "The address is inside of a private network.";
    }
}
