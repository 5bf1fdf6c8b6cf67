using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>A gateway that can send: a sandbox plays its providers, the harness' application gets its events.</summary>
internal sealed class SendRig : IAsyncDisposable
{
    private SendRig(Rig rig, SandboxServer sandbox)
    {
        (Rig, Sandbox) = (rig, sandbox);
        Sends = new SendClient(rig.Url);
    }

    public Rig Rig { get; }

    public SandboxServer Sandbox { get; }

    /// <summary>The program that sends.</summary>
    public SendClient Sends { get; }

    /// <summary>The messages that the provider took, in the order of their arrival.</summary>
    public IReadOnlyList<SandboxSend> Taken => [.. Sandbox.Sends.Snapshot().Where(send => send is { IsAccepted: true, Type: not "mark-read" })];

    /// <summary>A rig whose gateway does not run yet.</summary>
    /// <param name="names">The numbers: a name, with <c>evolution:</c> before it where it is none of Meta's.</param>
    /// <param name="options">Changes what the sandbox is started with.</param>
    /// <param name="number">Changes what the sandbox enforces for each number.</param>
    public static async Task<SendRig> CreateAsync(string[] names, Func<SandboxOptions, SandboxOptions>? options = null, Func<SandboxNumber, SandboxNumber>? number = null)
    {
        var rig = await Rig.CreateAsync();
        var numbers = names.Select((name, index) => Number(rig.Url, name, index)).Select(number ?? (same => same));
        var sandbox = new SandboxServer(options?.Invoke(new SandboxOptions { Numbers = [.. numbers] }) ?? new SandboxOptions { Numbers = [.. numbers] }, TimeProvider.System);
        await sandbox.StartAsync(CancellationToken.None);
        var settings = new JsonObject();
        for (var i = 0; i < names.Length; i++)
        {
            settings[Bare(names[i])] = Setting(names[i], i, sandbox.Url);
        }

        rig.Settings.With("Numbers", settings);
        KillQuick(rig.Settings);
        return new SendRig(rig, sandbox);
    }

    /// <summary>The provider's key of the number with this place.</summary>
    public static string KeyOf(int index) => string.Create(CultureInfo.InvariantCulture, $"10000000000{index:D4}");

    /// <summary>A customer's phone.</summary>
    public static string Phone(int contact) => string.Create(CultureInfo.InvariantCulture, $"+1557{contact:D7}");

    /// <summary>A text to a customer, as the API takes it.</summary>
    public static JsonObject Text(int contact, string text) => new() { ["recipientPhone"] = Phone(contact), ["messageType"] = "text", ["content"] = text };

    /// <summary>The state of a send or event, from the API.</summary>
    public async Task<JsonNode> LookAsync(string messageId) => await Rig.Client.GetAsync("/api/messages/" + messageId);

    public async Task<string> StateAsync(string messageId) => (await LookAsync(messageId))["state"]!.GetValue<string>();

    /// <summary>A number of the pool as the API shows it.</summary>
    public async Task<JsonNode> NumberAsync(string name) =>
        (await Rig.Client.GetAsync("/api/numbers"))["items"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == name)!;

    /// <summary>What an operator does with a number.</summary>
    public async Task ActAsync(string name, string action)
    {
        using var answer = await Rig.Client.SendAsync(HttpMethod.Post, $"/admin/numbers/{name}/{action}");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{action} {name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Waits until so many different texts were taken.</summary>
    public Task TakenAsync(int texts, TimeSpan? deadline = null) =>
        Wait.UntilAsync(() => Taken.DistinctBy(send => send.Text).Count() >= texts, $"{texts} sends are taken", deadline ?? TimeSpan.FromSeconds(60), Story);

    /// <summary>Waits until a send has this state.</summary>
    public Task BecomesAsync(string messageId, string state) =>
        Wait.UntilAsync(async () => await StateAsync(messageId) == state, $"{messageId} is {state}", context: Story);

    /// <summary>Nothing that was accepted is missing in the gateway's own books.</summary>
    public Task BalancedAsync() =>
        Wait.UntilAsync(async () => await Rig.Client.MetricAsync("gateway_conservation_gap", "kind=\"sends\"") == 0, "every send is accounted for", context: Story);

    /// <summary>What there is to know when a test fails.</summary>
    public string Story()
    {
        var counts = Sandbox.Sends.Counts;
        return $"sandbox: {counts.Total} calls, {counts.Accepted} taken, {counts.Refused} refused, {counts.Violations} over a limit\n{LastLines(Rig.Gateway.Output.ToString())}";
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Sandbox.DisposeAsync();
        Sends.Dispose();
    }

    private static string LastLines(string log) => string.Join('\n', log.Split('\n').TakeLast(40));

    private static bool IsEvolution(string name) => name.StartsWith("evolution:", StringComparison.Ordinal);

    private static string Bare(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static string Phone9(int index) => string.Create(CultureInfo.InvariantCulture, $"+1555000{9001 + index}");

    private static SandboxNumber Number(string gateway, string name, int index) => new()
    {
        Provider = IsEvolution(name) ? "evolution" : "meta",
        Key = KeyOf(index),
        Phone = Phone9(index),
        WebhookUrl = new Uri($"{gateway}/webhooks/{(IsEvolution(name) ? "evolution" : "meta")}/{Bare(name)}"),
        WebhookSecret = Known.Secret,
    };

    private static JsonObject Setting(string name, int index, Uri sandbox) => new()
    {
        ["Provider"] = IsEvolution(name) ? "evolution" : "meta",
        ["Key"] = KeyOf(index),
        ["Phone"] = Phone9(index),
        ["WebhookSecrets"] = new JsonArray(Known.Secret),
        ["VerifyToken"] = IsEvolution(name) ? null : Known.VerifyToken,
        ["ApiToken"] = "token-of-the-tests",
        ["BaseUrl"] = sandbox.ToString(),
        ["Profile"] = "fixed",
        ["MessagesPerSecond"] = 500,
        ["Burst"] = 50,
    };

    private static void KillQuick(Settings settings) => Crash.KillTests.Quick(settings);
}
