using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Tests.Support;

/// <summary>A sandbox with one number of each provider, a gateway behind it, and a caller before it.</summary>
internal sealed class Rig : IAsyncDisposable
{
    public const string Meta = "100000000000001";
    public const string Bird = "0f3c1a52-1111-4c1e-9a11-000000000001";
    public const string BirdV1 = "+15550009001";
    public const string Evolution = "sales-01";
    public const string Workspace = "0f3c1a52-2222-4c1e-9a11-000000000002";
    public const string Customer = "+15550001001";
    public const string Token = "token-1";

    public static readonly string[] Providers = ["meta", "bird", "bird-v1", "evolution"];

    private Rig(SandboxServer server, GatewayStub gateway)
    {
        (Server, Gateway) = (server, gateway);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(60) };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1");
    }

    public SandboxServer Server { get; }

    public GatewayStub Gateway { get; }

    public HttpClient Http { get; }

    public static Task<Rig> StartAsync(params SandboxRule[] rules) => StartAsync(options => options with { Rules = rules });

    public static async Task<Rig> StartAsync(Func<SandboxOptions, SandboxOptions> change, TimeProvider? time = null, Func<SandboxNumber, SandboxNumber>? number = null)
    {
        var gateway = await GatewayStub.StartAsync();
        gateway.Now = time is null ? gateway.Now : time.GetUtcNow;
        SandboxNumber[] numbers =
        [
            new() { Provider = "meta", Key = Meta, ApiToken = Token, WebhookUrl = gateway.Expect("meta", Meta, "app-secret"), WebhookSecret = "app-secret" },
            new() { Provider = "bird", Key = Bird, ApiToken = Token, WorkspaceId = Workspace, WebhookUrl = gateway.Expect("bird", Bird, "signing-key", tail: "?tenant=7"), WebhookSecret = "signing-key" },
            new() { Provider = "bird-v1", Key = BirdV1, ApiToken = Token, WebhookUrl = gateway.Expect("bird-v1", BirdV1, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"), WebhookSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" },
            new() { Provider = "evolution", Key = Evolution, ApiToken = Token, WebhookUrl = gateway.Expect("evolution", Evolution, "evo-secret"), WebhookSecret = "evo-secret" },
        ];
        var options = change(new SandboxOptions { Numbers = [.. numbers.Select(number ?? (n => n))] });
        var server = new SandboxServer(options, time ?? TimeProvider.System);
        await server.StartAsync(CancellationToken.None);
        return new Rig(server, gateway);
    }

    public static string KeyOf(string provider) => provider switch
    {
        "meta" => Meta,
        "bird" => Bird,
        "bird-v1" => BirdV1,
        _ => Evolution,
    };

    /// <summary>A call that sends a text.</summary>
    public static HttpRequestMessage Text(string provider, string to = Customer, string text = "hola", string? correlation = "gw:1") => provider switch
    {
        "meta" => Call($"v23.0/{Meta}/messages", Json(new { messaging_product = "whatsapp", recipient_type = "individual", to, type = "text", text = new { body = text }, biz_opaque_callback_data = correlation })),
        "bird" => Call($"workspaces/{Workspace}/channels/{Bird}/messages", Json(new { receiver = new { contacts = new[] { new { identifierKey = "phonenumber", identifierValue = to } } }, body = new { type = "text", text = new { text } }, reference = correlation }), "AccessKey"),
        "bird-v1" => Call("v1/whatsapp/messages", Json(new { to, from = BirdV1, text = new { body = text }, metadata = new { gatewayId = correlation } })),
        _ => Call($"message/sendText/{Evolution}", Json(new { number = to.TrimStart('+'), text }), scheme: null),
    };

    public static HttpRequestMessage Call(string path, string body, string? scheme = "Bearer", HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        if (method is null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (scheme is null)
        {
            request.Headers.Add("apikey", Token);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, Token);
        }

        return request;
    }

    public static string Json(object value) => JsonSerializer.Serialize(value);

    public async Task<(int Status, JsonElement Body, HttpResponseMessage Answer)> SendAsync(HttpRequestMessage request)
    {
        var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, answer);
    }

    public Task<(int Status, JsonElement Body, HttpResponseMessage Answer)> SendTextAsync(string provider = "meta", string to = Customer, string text = "hola", string? correlation = "gw:1") =>
        SendAsync(Text(provider, to, text, correlation));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
