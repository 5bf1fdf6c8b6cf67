namespace Relevo.Gateway.Tests.Configuration;

/// <summary>Settings files.</summary>
internal static class Samples
{
    public const string Whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The example of the contract, with real-looking values.</summary>
    public const string Full = $$"""
        {
          // Comments and trailing commas are fine.
          "Gateway": {
            "Url": "http://127.0.0.1:8000", "QueueHealthUrl": "http://127.0.0.1:8001", "CacheHealthUrl": "http://127.0.0.1:8002",
            "PublicUrl": "https://wa.example.com/", "DataDirectory": "data"
          },
          "Numbers": {
            "main": { "Provider": "meta", "Key": "100000000000001", "Phone": "+15550009001",
                      "WebhookSecrets": ["app-secret", "previous-app-secret"], "VerifyToken": "hub-token",
                      "ApiToken": "EAAG", "BaseUrl": "https://graph.facebook.com/v23.0",
                      "Role": "primary", "Weight": 3, "MessagesPerSecond": 72, "Burst": 8,
                      "MessagesPerDay": 100000, "MaxConversations": 1000, "AccountId": "waba", "Application": "default" },
            "bird-mx": { "Provider": "bird", "Key": "channel", "WorkspaceId": "ws", "WebhookSecrets": ["signing-key"], "ApiToken": "k", "BaseUrl": "https://api.bird.com" },
            "evo-1": { "Provider": "evolution", "Key": "instance", "WebhookSecrets": ["token"], "ApiToken": "k", "BaseUrl": "http://127.0.0.1:8080", "Role": "backup" },
          },
          "Applications": { "default": { "Url": "http://127.0.0.1:9000/events", "Secrets": ["{{Whsec}}"], "BackupUrls": [], "Concurrency": 256, "TimeoutSeconds": 30 } },
          "Templates": { "reopen": { "Language": "es", "meta": "hello_again", "bird": "project", "WindowFallback": true } },
          "Storage": { "Engine": "sqlite", "ConnectionString": null },
          "Redis": { "ConnectionString": null, "BackupConnectionString": null },
          "Api": { "Keys": { "shop": { "Key": "shop-key-1", "Roles": ["send", "read"] }, "ops": { "Key": "ops-key-12", "Roles": ["admin"] } } },
          "Logging": { "LogLevel": { "Default": "Warning" } }
        }
        """;

    /// <summary>One number; <paramref name="weight"/> and <paramref name="key"/> tell versions apart.</summary>
    public static string Small(int weight = 1, string key = "ops-key-12", string number = "\"Provider\": \"meta\"", string more = "") => $$"""
        {
          "Numbers": { "main": { {{number}}, "Key": "1", "WebhookSecrets": ["s"], "VerifyToken": "v", "ApiToken": "t", "Weight": {{weight}} } },
          "Api": { "Keys": { "ops": { "Key": "{{key}}", "Roles": ["admin"] } } }{{more}}
        }
        """;
}
