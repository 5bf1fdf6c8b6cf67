using System.Security.Cryptography;
using Relevo.Gateway.Configuration;
using Relevo.Providers;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>Addresses, secrets and settings of one demo; nothing of it outlives the process.</summary>
internal sealed class DemoSite
{
    public const string NumberKey = "100000000000001";

    private readonly int[] _ports = FreePorts.ForGateway();

    public DemoSite(string folder)
    {
        Folder = folder;
        ApplicationUrl = Loopback(FreePorts.Any(1)[0]);
        Settings = Make();
    }

    public string Folder { get; }

    public string GatewayUrl => Loopback(_ports[0]);

    public string ApplicationUrl { get; }

    public string VerifyToken { get; } = Random();

    public string WebhookSecret { get; } = Random();

    public string AdminKey { get; } = Random();

    public byte[] SigningKey { get; } = RandomNumberGenerator.GetBytes(32);

    public GatewaySettings Settings { get; }

    private GatewaySettings Make()
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
        settings.Numbers["main"] = new NumberOptions
        {
            Provider = ProviderNames.Meta,
            Key = NumberKey,
            Phone = "+15550009001",
            WebhookSecrets = [WebhookSecret],
            VerifyToken = VerifyToken,
        };
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
