using Relevo.Sandbox;

namespace Relevo.Gateway.Commands.Playing;

/// <summary>A value of <c>--webhook-url</c>.</summary>
/// <param name="Key">Key of the one number it is for; null for every number.</param>
/// <param name="Url">Where its webhooks go.</param>
internal sealed record WebhookTarget(string? Key, Uri Url)
{
    /// <summary>Reads <c>[KEY=]URL</c>; null when it is neither.</summary>
    public static WebhookTarget? Parse(string text)
    {
        if (ToUrl(text) is { } whole)
        {
            return new WebhookTarget(Key: null, whole);
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && ToUrl(text[(equals + 1)..]) is { } url ? new WebhookTarget(text[..equals], url) : null;
    }

    /// <summary>Gives the numbers their targets: one's own before one for all.</summary>
    public static SandboxOptions Apply(IReadOnlyList<WebhookTarget> targets, SandboxOptions options) => options with
    {
        Numbers = [.. options.Numbers.Select(number => number with
        {
            WebhookUrl = (targets.LastOrDefault(target => target.Key == number.Key) ?? targets.LastOrDefault(target => target.Key is null))?.Url ?? number.WebhookUrl,
        })],
    };

    private static Uri? ToUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
