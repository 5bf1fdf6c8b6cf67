namespace Relevo.Providers;

/// <summary>One webhook as it arrived, before anything was believed of it.</summary>
public sealed class WebhookRequest
{
    /// <summary>The headers.</summary>
    public required IWebhookHeaders Headers { get; init; }

    /// <summary>The raw bytes of the body; valid only while the request is being answered.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the provider was given as our address (<c>https://wa.example.com</c>), without a slash at the end; empty when not configured.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Raw path and query exactly as in the request line (<c>/webhooks/bird/mx?tenant=7</c>).</summary>
    public string RawTarget { get; init; } = "";

    /// <summary>Segments of the path behind the number's name, percent-decoded (Evolution: token, event name).</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset ReceivedUtc { get; init; }
}
