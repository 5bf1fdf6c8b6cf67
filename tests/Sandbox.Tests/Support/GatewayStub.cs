using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Relevo.Contracts.Messages;
using Relevo.Providers;

namespace Relevo.Sandbox.Tests.Support;

/// <summary>Stands where the gateway would: checks and reads webhooks with the gateway's own code, and answers as the test wants.</summary>
internal sealed class GatewayStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, WebhookNumber> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Hook> _hooks = new();
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];

    private GatewayStub(WebApplication app) => _app = app;

    /// <summary>What each webhook is answered; told how many came before it.</summary>
    public Func<int, int> Answer { get; set; } = _ => StatusCodes.Status200OK;

    /// <summary>Awaited before a webhook is answered.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<Hook> Hooks => [.. _hooks];

    /// <summary>Every event of every webhook, in the order of arrival.</summary>
    public IReadOnlyList<InboundEvent> Events => [.. _hooks.SelectMany(hook => hook.Events)];

    public string Url { get; private set; } = "";

    public static async Task<GatewayStub> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var stub = new GatewayStub(builder.Build());
        stub._app.Run(stub.HandleAsync);
        await stub._app.StartAsync();
        stub.Url = stub._app.Urls.First();
        return stub;
    }

    /// <summary>Says how a number's webhooks are checked, and where they go.</summary>
    public Uri Expect(string provider, string key, string secret, string? header = null, string tail = "")
    {
        _numbers[key] = new WebhookNumber { Name = key, Provider = provider, Key = key, Phone = "+15550009001", Secrets = [secret], WebhookHeader = header };
        return new Uri($"{Url}/webhooks/{provider}/{key}{tail}");
    }

    /// <summary>Completes when so many webhooks have come.</summary>
    public async Task ReceivedAsync(int count)
    {
        Task reached;
        lock (_gate)
        {
            if (_hooks.Count >= count)
            {
                return;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, waiter));
            reached = waiter.Task;
        }

        await reached.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var number = _numbers[parts[2]];
        var provider = WebhookProviders.Find(parts[1])!;
        var request = new WebhookRequest
        {
            Headers = new HookHeaders(context.Request.Headers),
            Body = buffer.ToArray(),
            PublicUrl = Url,
            RawTarget = context.Request.Path + context.Request.QueryString,
            ReceivedUtc = Now(),
            Segments = parts[3..],
        };
        List<InboundEvent> events = [];
        provider.Normaliser.Normalise(request, number, events);
        var hook = new Hook(number.Key, provider.Authenticator.IsAuthentic(request, number), events, Encoding.UTF8.GetString(request.Body.Span));
        await Before();
        lock (_gate)
        {
            context.Response.StatusCode = Answer(_hooks.Count);
            _hooks.Enqueue(hook);
            _waiters.RemoveAll(waiter => _hooks.Count >= waiter.Count && waiter.Reached.TrySetResult());
        }
    }

    /// <summary>The gateway's clock.</summary>
    public Func<DateTimeOffset> Now { get; set; } = TimeProvider.System.GetUtcNow;
}
