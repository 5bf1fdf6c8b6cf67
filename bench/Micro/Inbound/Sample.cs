using System.Security.Cryptography;
using System.Text;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Ingress;
using Relevo.Providers;

namespace Relevo.Micro.Inbound;

/// <summary>One webhook of a provider, authentic, with the number it is for.</summary>
internal sealed class Sample
{
    public const string Secret = "app-secret-of-the-bench";
    private const string PublicUrl = "https://wa.example.com";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private Sample(string provider, string key, byte[] body, params (string, string)[] headers)
    {
        Body = body;
        Provider = WebhookProviders.Find(provider)!;
        Number = new WebhookNumber { Name = "main", Provider = provider, Key = key, Phone = "+15550009001", Secrets = [Secret] };
        Request = new WebhookRequest
        {
            Headers = new Headers(headers),
            Body = body,
            PublicUrl = PublicUrl,
            RawTarget = $"/webhooks/{provider}/main",
            ReceivedUtc = Now,
        };
    }

    public byte[] Body { get; }

    public WebhookProvider Provider { get; }

    public WebhookNumber Number { get; }

    public WebhookRequest Request { get; }

    public static Sample Meta() => Meta("meta.json");

    public static Sample MetaStatus() => Meta("status.json");

    public static Sample Bird()
    {
        var body = Payload("bird.json");
        var time = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{time}\n{PublicUrl}/webhooks/bird/main\n"), .. SHA256.HashData(body)];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        return new Sample("bird", "0f3c1a52-1111-4c1e-9a11-000000000001", body, ("MessageBird-Request-Timestamp", time), ("MessageBird-Signature", signature));
    }

    public static Sample Evolution() => new("evolution", "sales-01", Payload("evolution.json"), ("Authorization", "Bearer " + Secret));

    /// <summary>The router of a gateway with this number and one application.</summary>
    public EventRouter Router() => new(Routes(), staleAfterDays: 0);

    public NumberRoute Route() => Routes().Find(Number.Provider, Number.Name)!;

    private static Sample Meta(string file)
    {
        var body = Payload(file);
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body));
        return new Sample("meta", "100000000000001", body, ("Content-Type", "application/json"), ("X-Hub-Signature-256", signature));
    }

    // Providers send without white space, fixtures are written for readers.
    private static byte[] Payload(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Payloads", file));
        return Encoding.UTF8.GetBytes(System.Text.Json.Nodes.JsonNode.Parse(text)!.ToJsonString());
    }

    private RoutingTable Routes()
    {
        var settings = new GatewaySettings();
        settings.Numbers["main"] = new NumberOptions { Provider = Number.Provider, Key = Number.Key, Phone = Number.Phone, WebhookSecrets = [Secret] };
        settings.Applications["default"] = new ApplicationOptions { Url = "http://127.0.0.1:9000/events" };
        return RoutingTable.From(settings);
    }
}
