using System.Text;

namespace Relevo.Providers.Tests.Support;

/// <summary>Requests and numbers for tests.</summary>
internal static class Build
{
    public static readonly DateTimeOffset Now = new(2026, 8, 1, 10, 0, 10, TimeSpan.Zero);

    public static WebhookRequest Request(
        ReadOnlyMemory<byte> body,
        (string Name, string Value)[]? headers = null,
        string url = "",
        DateTimeOffset? now = null,
        params string[] segments)
    {
        var slash = url.Length == 0 ? -1 : url.IndexOf('/', "https://".Length);
        return new WebhookRequest
        {
            Headers = new TestHeaders(headers ?? []),
            Body = body,
            PublicUrl = slash < 0 ? url : url[..slash],
            RawTarget = slash < 0 ? "" : url[slash..],
            ReceivedUtc = now ?? Now,
            Segments = segments,
        };
    }

    public static WebhookRequest Request(string body) => Request(Encoding.UTF8.GetBytes(body));

    public static WebhookNumber Number(
        string provider,
        string[]? secrets = null,
        string key = "test-key",
        string? phone = null,
        string? header = null,
        string scheme = "jwt") => new()
    {
        Name = "main",
        Provider = provider,
        Key = key,
        Phone = phone,
        Secrets = secrets ?? [],
        WebhookHeader = header,
        SignatureScheme = scheme,
    };
}
