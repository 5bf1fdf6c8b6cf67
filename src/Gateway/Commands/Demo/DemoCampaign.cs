using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>An application that writes to new contacts through the send API, a handful of times a second.</summary>
internal sealed class DemoCampaign(DemoSite site, DemoLedger ledger, TimeProvider time) : IDisposable
{
    private const int PerSecond = 10;
    private const int ShareOf = 4; // one send for so many inbound messages
    private const int MostAtOnce = 100;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };
    private int _next;

    /// <summary>Sends until the time is over or <paramref name="stop"/>.</summary>
    public async Task RunAsync(int rate, int seconds, CancellationToken stop)
    {
        var each = Math.Clamp(rate / ShareOf / PerSecond, 1, MostAtOnce);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond), time);
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started).TotalSeconds < seconds && !stop.IsCancellationRequested)
        {
            await SendAsync(each);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, site.GatewayUrl + "/api/queue/bulk") { Content = new StringContent(Body(count), Encoding.UTF8, "application/json") };
        request.Headers.Add("X-API-Key", site.AdminKey);
        try
        {
            using var answer = await _http.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                ledger.Taken((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("queued").GetInt32());
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            ledger.Refused(); // an application would ask again with the same idempotency key; the demo counts only what was taken
        }
    }

    private string Body(int count)
    {
        var messages = Enumerable.Range(0, count).Select(_ => ++_next).Select(i => string.Create(
            CultureInfo.InvariantCulture, $$"""{"recipientPhone":"1555{{i:0000000}}","messageType":"text","content":"message {{i}} of the campaign"}"""));
        return $$"""{"messages":[{{string.Join(',', messages)}}]}""";
    }
}
