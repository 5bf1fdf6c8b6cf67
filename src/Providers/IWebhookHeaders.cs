namespace Relevo.Providers;

/// <summary>The headers of one webhook request, as received. Names are compared without regard to case.</summary>
public interface IWebhookHeaders
{
    /// <summary>The value of a header that was sent exactly once.</summary>
    /// <returns>Null when the header is absent or was sent more than once: two signatures are no signature.</returns>
    string? Single(string name);
}
