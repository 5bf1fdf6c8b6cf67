using System.Text.Json;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>What the gateway says of its numbers, in a few words.</summary>
internal sealed class DemoPool(DemoSite site) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };

    public async Task<string> ReadAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, site.GatewayUrl + "/api/numbers");
        request.Headers.Add("X-API-Key", site.AdminKey);
        try
        {
            using var answer = await _http.SendAsync(request);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
            return string.Join(", ", body.RootElement.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("name").GetString()} {item.GetProperty("status").GetString()}"));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException)
        {
            return "";
        }
    }

    public void Dispose() => _http.Dispose();
}
