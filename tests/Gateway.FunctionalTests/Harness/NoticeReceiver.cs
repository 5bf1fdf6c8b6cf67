using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Somebody who is told: takes every notice that the gateway posts, and keeps it.</summary>
internal sealed class NoticeReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonNode> _notices = new();
    private readonly WebApplication _server;

    private NoticeReceiver(string url, WebApplication server) => (Url, _server) = (url, server);

    public string Url { get; }

    /// <summary>What was told so far, in the order of its arrival.</summary>
    public IReadOnlyCollection<JsonNode> Notices => _notices;

    /// <summary>False refuses every notice with 500.</summary>
    public bool Takes { get; set; } = true;

    public static async Task<NoticeReceiver> StartAsync()
    {
        var url = "http://127.0.0.1:" + Ports.Next().ToString(CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var server = builder.Build();
        var receiver = new NoticeReceiver(url, server);
        server.Run(receiver.TakeAsync);
        await server.StartAsync();
        return receiver;
    }

    /// <summary>Settings that tell it everything, at once.</summary>
    public Settings Prepare(Settings settings) => settings
        .With("Notifications:Webhook:Url", Url + "/notices")
        .With("Notifications:PatienceSeconds", 0)
        .With("Notifications:Routes:Degraded", new JsonArray("webhook"))
        .With("Notifications:Routes:Critical", new JsonArray("webhook"))
        .With("Notifications:Routes:Emergency", new JsonArray("webhook"));

    public Task ToldAsync(string kind, string level, Func<string>? context = null) =>
        Wait.UntilAsync(() => _notices.Any(notice => Text(notice, "kind") == kind && Text(notice, "level") == level), $"somebody is told of {kind} {level}", context: () => $"{string.Join('\n', _notices)}\n{context?.Invoke()}");

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static string? Text(JsonNode notice, string field) => notice[field]?.GetValue<string>();

    private async Task TakeAsync(HttpContext context)
    {
        var notice = await JsonNode.ParseAsync(context.Request.Body);
        if (!Takes)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        _notices.Enqueue(notice!);
    }
}
