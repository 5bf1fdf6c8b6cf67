using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>The gateway's own doors, as an operator uses them.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;

    public GatewayClient(string url)
    {
        Url = new Uri(url);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            BaseAddress = Url,
            Timeout = TimeSpan.FromSeconds(10),
        };
    }

    public Uri Url { get; }

    /// <summary>The status of a path, or 0 when nobody answers.</summary>
    public async Task<int> StatusAsync(string path, string? key = null)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, path, key: key);
            return (int)answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return 0;
        }
    }

    public async Task<bool> IsReadyAsync() => await StatusAsync("/health/ready") == 200;

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? key = Known.AdminKey)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        }

        return await _http.SendAsync(request);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonNode.Parse(text) ?? throw new InvalidDataException($"{path} answered null.")
            : throw new InvalidDataException($"{path} answered {(int)answer.StatusCode}: {text}");
    }

    /// <summary>A sample of the metrics page, summed over its label sets that contain <paramref name="labels"/>; null when there is none.</summary>
    public async Task<double?> MetricAsync(string name, string labels = "")
    {
        var text = await MetricsAsync();
        double? sum = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{'
                && line.Contains(labels, StringComparison.Ordinal))
            {
                sum = (sum ?? 0) + double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }

    /// <summary>All dead letters, oldest first, each with its content.</summary>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync()
    {
        var letters = new List<DeadLetter>();
        string? after = null;
        do
        {
            var page = await GetAsync($"/api/deadletters?limit=500{(after is null ? "" : "&after=" + after)}");
            foreach (var item in page["items"]!.AsArray())
            {
                letters.Add(DeadLetter.Read(await GetAsync("/api/deadletters/" + item!["id"]!.GetValue<string>())));
            }

            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
        return letters;
    }

    /// <summary>Stored messages of a conversation, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> HistoryAsync(string conversation) =>
        [.. (await GetAsync("/api/messages?limit=500&conversation=" + Uri.EscapeDataString(conversation)))["items"]!.AsArray().Select(item => item!)];

    /// <summary>What operators did, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> AuditAsync() =>
        [.. (await GetAsync("/admin/audit?limit=500"))["items"]!.AsArray().Select(item => item!)];

    public async Task<string> MetricsAsync() => await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    public void Dispose() => _http.Dispose();
}
