using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Relevo.Wire.Load;

namespace Relevo.Wire.Processes;

/// <summary>The real gateway with a data folder of its own; may be ended and started again.</summary>
internal sealed class GatewayPart(string library, string folder, int port, string? application, Action<Child> keep, SendLoad? sends = null)
{
    public const string Secret = "app-secret-of-the-bench";
    public const string SendKey = "send-key-of-the-bench";
    private const string ReadKey = "read-key-of-the-bench";
    private const string Path = "/webhooks/meta/main";
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { { "X-API-Key", ReadKey } } };
    private Child? _child;

    public string Url { get; } = FormattableString.Invariant($"http://127.0.0.1:{port}{Path}");

    public int Port => port;

    public Child Child => _child ?? throw new InvalidOperationException("The gateway was not started.");

    /// <summary>Starts it and waits until it would take a webhook.</summary>
    /// <returns>The time that took, from the start of the process.</returns>
    public async Task<TimeSpan> StartAsync(TimeSpan patience)
    {
        var settings = System.IO.Path.Combine(folder, "settings.json");
        await File.WriteAllTextAsync(settings, Settings().ToJsonString());
        _child = Child.StartDotNet(library, "run", "--config", settings);
        keep(_child);
        return await Probe.UntilReadyAsync(port, sends is null ? Path : "/webhooks/meta/n0", _child, patience);
    }

    public async Task<QueueCounts> CountsAsync() =>
        JsonSerializer.Deserialize(await Http.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/api/queue/metrics")), WireJson.Default.QueueCounts)!;

    /// <summary>Size of its files.</summary>
    public double DataMiB() => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / (1024.0 * 1024);

    private JsonObject Settings()
    {
        var root = new JsonObject
        {
            ["Gateway"] = new JsonObject
            {
                [nameof(Url)] = FormattableString.Invariant($"http://127.0.0.1:{port}"),
                ["QueueHealthUrl"] = null,
                ["CacheHealthUrl"] = null,
                ["DataDirectory"] = System.IO.Path.Combine(folder, "data"),
            },
            ["Numbers"] = new JsonObject
            {
                ["main"] = new JsonObject
                {
                    ["Provider"] = "meta",
                    ["Key"] = "100000000000001",
                    ["Phone"] = "+15550009001",
                    ["WebhookSecrets"] = new JsonArray(Secret),
                    ["VerifyToken"] = "hub-token-of-the-bench",
                },
            },
            ["Api"] = new JsonObject { ["Keys"] = new JsonObject { ["bench"] = new JsonObject { ["Key"] = ReadKey, ["Roles"] = new JsonArray("read") } } },
        };
        if (sends is not null)
        {
            foreach (var (name, number) in sends.Settings())
            {
                root["Numbers"]![name] = number!.DeepClone();
            }

            root["Api"]!["Keys"]!["sender"] = new JsonObject { ["Key"] = SendKey, ["Roles"] = new JsonArray("send") };
            root["Numbers"]!.AsObject().Remove("main");
        }

        if (application is not null)
        {
            root["Applications"] = new JsonObject
            {
                ["default"] = new JsonObject { [nameof(Url)] = application, ["Secrets"] = new JsonArray("whsec_dGhlLXNlY3JldC1vZi10aGUtYmVuY2gtYXBwbGljYXRpb24=") },
            };
        }

        return root;
    }
}
