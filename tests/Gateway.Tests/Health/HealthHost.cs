using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health;
using Relevo.Gateway.Health.Checks;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Health;

/// <summary>Health on a real web server with three ports, the parts behind it and the clock in the hands of the test.</summary>
internal sealed class HealthHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.125);
    private static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(0.9); // unlike any other time of these loops
    private static readonly TimeSpan[] Deadlines = [ProbeDeadline, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];
    private const int OtherLoops = 5; // the probe of the store, its counts, the look at the figures and at the checks, and who keeps these

    private readonly WebApplication _application;
    private readonly HttpClient _client = new() { Timeout = Patience };

    private HealthHost(WebApplication application, ManualTime time, FakeStore store, FakeQueue queue, FakeApplications applications) =>
        (_application, Time, Store, Queue, Applications) = (application, time, store, queue, applications);

    public ManualTime Time { get; }

    public FakeStore Store { get; }

    public FakeQueue Queue { get; }

    public FakeApplications Applications { get; }

    public IServiceProvider Services => _application.Services;

    public IEnumerable<string> Routes => ((IEndpointRouteBuilder)_application).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!);

    public HealthMonitor Monitor => Services.GetRequiredService<HealthMonitor>();

    /// <summary>Checks that will not answer before their deadline, and so need the clock to move while they are under way.</summary>
    public HashSet<string> Hanging { get; } = [];

    public static GatewaySettings Settings { get; } = new()
    {
        Numbers = new Dictionary<string, NumberOptions>
        {
            ["main"] = new() { Provider = "meta", Key = "1", WebhookSecrets = ["top-secret-1"], ApiToken = "top-secret-2", VerifyToken = "top-secret-3" },
            ["evo"] = new() { Provider = "evolution", Key = "i", WebhookSecrets = ["top-secret-4"], Role = "backup" },
        },
        Applications = new Dictionary<string, ApplicationOptions>
        {
            ["shop"] = new() { Url = "http://127.0.0.1:9/top-secret-5", Secrets = ["whsec_top-secret-6"] },
        },
        Health = new HealthOptions { ProbeTimeoutSeconds = ProbeDeadline.TotalSeconds },
    };

    public static async Task<HealthHost> StartAsync(GatewaySettings? settings = null)
    {
        var time = new ManualTime();
        var (port, store) = FakeStore.Create();
        var (queue, applications) = (new FakeQueue(), new FakeApplications());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.ServeHealthOf(ComponentNames.Queue));
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.ServeHealthOf(ComponentNames.Cache));
        });
        builder.Services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(port)
            .AddSingleton<IQueueProgress>(queue)
            .AddSingleton<IApplicationHealth>(applications)
            .AddSingleton(new SettingsHolder(settings ?? Settings))
            .AddGatewayHealth();
        var application = builder.Build();
        application.UseHealthPorts();
        application.MapHealth();
        await application.StartAsync();
        return new HealthHost(application, time, store, queue, applications);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    public Task StopAsync() => _application.StopAsync();

    public Task<HttpResponseMessage> GetAsync(string path, int port = 0) => SendAsync(HttpMethod.Get, path, port);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, int port = 0)
    {
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        using var request = new HttpRequestMessage(method, addresses[port] + path);
        return await _client.SendAsync(request);
    }

    /// <summary>Moves the clock, while every loop rests, until it is so.</summary>
    public async Task UntilAsync(Func<HealthSnapshot, bool> isTrue)
    {
        for (var step = 0; step < 10_000; step++)
        {
            await Time.WhenAsync(IsResting).WaitAsync(Patience);
            if (isTrue(Monitor.Snapshot))
            {
                return;
            }

            Time.Advance(Step);
        }

        Assert.Fail("It never came to that.");
    }

    public Task UntilCheckedAsync() => UntilAsync(s => s.Components.All(c => c.Message != "not checked yet"));

    private bool IsResting(IReadOnlyList<TimeSpan> armed)
    {
        var hanging = Hanging.Count * 2; // the watch's check and the probe
        var held = Monitor.Snapshot.Held is null ? 0 : 1; // whose end has a timer
        var probing = armed.Count(t => t == ProbeDeadline); // beside the deadline it tells that it is alive
        return armed.Count == Monitor.Snapshot.Components.Count + OtherLoops + held + probing && armed.Count(t => Deadlines.Contains(t)) <= hanging;
    }
}
