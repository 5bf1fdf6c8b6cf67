using System.Security.Cryptography;
using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Limits;
using Relevo.Providers;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>Addresses, secrets and settings of one demo; nothing of it outlives the process.</summary>
internal sealed class DemoSite
{
    /// <summary>The numbers of the demo: two that share the work, one that steps in.</summary>
    public static readonly (string Name, string Key, string Phone, string Role)[] Numbers =
    [
        ("main", "100000000000001", "+15550009001", "primary"),
        ("second", "100000000000002", "+15550009002", "primary"),
        ("spare", "100000000000003", "+15550009003", "backup"),
    ];

    private readonly int[] _ports = FreePorts.ForGateway();

    public DemoSite(string folder)
    {
        Folder = folder;
        ApplicationUrl = Loopback(FreePorts.Any(1)[0]);
    }

    public string Folder { get; }

    public string GatewayUrl => Loopback(_ports[0]);

    public string ApplicationUrl { get; }

    public string VerifyToken { get; } = Random();

    public string WebhookSecret { get; } = Random();

    public string AdminKey { get; } = Random();

    public byte[] SigningKey { get; } = RandomNumberGenerator.GetBytes(32);

    public string ApiToken { get; } = Random();

    /// <summary>The gateway's settings, with the provider at this address.</summary>
    public GatewaySettings Settings(string providerUrl, int rate)
    {
        var settings = new GatewaySettings
        {
            Gateway = new GatewayOptions
            {
                Url = GatewayUrl,
                QueueHealthUrl = Loopback(_ports[1]),
                CacheHealthUrl = Loopback(_ports[2]),
                DataDirectory = Path.Combine(Folder, "data"),
            },
            Logging = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["LogLevel:Default"] = "Warning" },
        };
        foreach (var (name, key, phone, role) in Numbers)
        {
            settings.Numbers[name] = new NumberOptions
            {
                Provider = ProviderNames.Meta,
                Key = key,
                Phone = phone,
                Role = role,
                WebhookSecrets = [WebhookSecret],
                VerifyToken = VerifyToken,
                ApiToken = ApiToken,
                BaseUrl = providerUrl + "/v23.0",
                Profile = NumberLimits.Fixed,
                MessagesPerSecond = Math.Max(100, rate * 2), // inbound messages count too
            };
        }

        // Whoever watches has no five minutes to see a number come back.
        settings.LoadBalancer.Outliers.EjectSeconds = 2;
        settings.LoadBalancer.Return.WeightRestSeconds = 1;
        settings.LoadBalancer.Return.SlowStartSeconds = 3;
        settings.Applications["echo"] = new ApplicationOptions
        {
            Url = ApplicationUrl + "/events",
            Secrets = ["whsec_" + Convert.ToBase64String(SigningKey)],
        };
        settings.Api.Keys["demo"] = new ApiKeyOptions { Key = AdminKey, Roles = ["admin"] };
        return settings;
    }

    private static string Loopback(int port) => FormattableString.Invariant($"http://127.0.0.1:{port}");

    private static string Random() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}
