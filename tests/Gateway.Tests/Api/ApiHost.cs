using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.Gateway.Api;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Tests.Configuration;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Degradation;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Tests.Api;

/// <summary>The API on a real store and a real socket.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WebApplication _app;
    private readonly WayOut _wayOut;
    private readonly DeskBed _desk;

    private ApiHost()
    {
        Store = new SqliteMessageStore(_folder.File("store"), new SqliteOptions(), TimeProvider.System, _provider.GetRequiredService<IMeterFactory>(), NullLogger<SqliteMessageStore>.Instance);
        Settings = new SettingsHolder(new SettingsLoader(new Dictionary<string, string>()).Load(_folder.Write(Samples.Full)).Settings!);
        Settings.Current.Api.Keys["sender"] = new ApiKeyOptions { Key = "send-key-1", Roles = ["send"] };
        Settings.Current.Api.Keys["reader"] = new ApiKeyOptions { Key = "read-key-1", Roles = ["read"] };
        _wayOut = new WayOut(Settings, Store, _provider.GetRequiredService<IMeterFactory>());
        _desk = new DeskBed(Settings, _wayOut.Pool, _folder.Path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseJsonErrors();
        _app.UseRouting();
        ApiEndpoints.Map(_app, new ApiServices(Settings, Store, TimeProvider.System, NullLogger.Instance)
        {
            Active = () => 1,
            Level = () => "HEALTHY",
            Degradation = Degradation,
            Operating = _desk.Desk,
            Remembered = () => Remembered(),
            Outward = _wayOut.Services,
        });
        _app.MapGet("/health", context => context.Response.WriteAsync(Health));
    }

    public DegradationControl Degradation { get; } = new([], () => new DegradationOptions(), () => null, TimeProvider.System, NullLogger<DegradationControl>.Instance);

    public SqliteMessageStore Store { get; }

    public SettingsHolder Settings { get; }

    public DeskBed Desk => _desk;

    public NumberPool Pool => _wayOut.Pool;

    public StoreGauges Gauges => _wayOut.Gauges;

    public string Health { get; set; } = "";

    /// <summary>What an answer to a change by hand waits for.</summary>
    public Func<Task<bool>> Remembered { get; set; } = static () => Task.FromResult(true);

    public Uri Url => Client.BaseAddress!;

    public IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    public HttpClient Client { get; } = new();

    public static async Task<ApiHost> StartAsync()
    {
        var host = new ApiHost();
        await host.Store.OpenAsync(CancellationToken.None);
        host._wayOut.Start();
        await host._desk.StartAsync();
        await host._app.StartAsync();
        host.Client.BaseAddress = new Uri(host._app.Urls.First());
        return host;
    }

    public async Task<(int Status, JsonElement Body)> CallAsync(string method, string path, string? body = null, string? key = "ops-key-12", params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(method, path, body, key, headers);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, string? key = "ops-key-12", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Asks again and again until the answer is as the test waits for, however long the machine takes, but not for ever.</summary>
    public async Task<JsonElement> AwaitAsync(string path, Func<JsonElement, bool> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (status, body) = await CallAsync("GET", path);
            Assert.Equal(200, status);
            if (isSo(body))
            {
                return body;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), $"{path} never answered what the test waits for: {body}");
        }
    }

    /// <summary>Stores events of one conversation in order.</summary>
    public async Task<IReadOnlyList<QueuedMessage>> StoreAsync(int count, string queue = "app:default")
    {
        var messages = Enumerable.Range(0, count).Select(i => new QueuedMessage
        {
            Queue = queue,
            Number = "main",
            Kind = EventKind.Message,
            LaneKey = "meta:1:+34600",
            ReceivedUtc = TimeProvider.System.GetUtcNow(),
            Payload = Encoding.UTF8.GetBytes($$"""{{'\u0001'}}{"kind":"message","text":"número {{i}}"}"""),
        }).ToList();
        Assert.Equal(AppendStatus.Stored, (await Store.AppendAsync(messages)).Status);
        return messages;
    }

    /// <summary>Stores events and parks them.</summary>
    public async Task<IReadOnlyList<MessageId>> ParkAsync(int count)
    {
        var messages = await StoreAsync(count);
        foreach (var message in messages)
        {
            Store.Settle(new Settlement(SettlementKind.Park, message, "the application refused it", "422"));
        }

        await Store.FlushAsync(CancellationToken.None);
        return [.. messages.Select(m => m.Id)];
    }

    /// <summary>Stores a send and parks it after a call whose answer never came.</summary>
    public async Task<MessageId> ParkUnknownAsync()
    {
        var message = (await StoreAsync(1, Queues.Sends))[0];
        TraceEntry Entry(TraceKind kind, string? answer = null) => new(message.Id, TimeProvider.System.GetUtcNow(), kind, "main", answer);
        await Store.AppendAsync([], [Entry(TraceKind.Attempt), Entry(TraceKind.Unknown, "timeout")]);
        Store.Settle(new Settlement(SettlementKind.Park, message, UnknownParked.Reason));
        await Store.FlushAsync(CancellationToken.None);
        return message.Id;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _desk.DisposeAsync();
        await _wayOut.DisposeAsync();
        await Store.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Dispose();
    }
}
