using Microsoft.AspNetCore.Connections;
using Relevo.Gateway.Api;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Health;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Ingress;
using Relevo.Gateway.Operating;
using Relevo.Gateway.Operating.ByHand;
using Relevo.Gateway.Sending;
using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Media;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Resilience.Notifications;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Flow;

/// <summary>The whole gateway in one process: what it is made of, in which order it starts, and how it stops.</summary>
public static class GatewayHost
{
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    /// <summary>Runs until <paramref name="stop"/>, SIGTERM or SIGINT.</summary>
    /// <returns>The exit code: 0 after a graceful stop, 1 when it could not start; the reason is on standard error.</returns>
    public static async Task<int> RunAsync(GatewaySettings settings, string? settingsFile, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await using var app = Build(settings, settingsFile);
        try
        {
            await StartAsync(app, stop);
        }
        catch (Exception error) when (error is StoreException or IOException)
        {
            Console.Error.Complain(error.InnerException is AddressInUseException
                ? $"{error.Message} Another program listens there: stop it, or change Gateway:Url, Gateway:QueueHealthUrl or Gateway:CacheHealthUrl."
                : error.Message);
            await StopAsync(app, settings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what had begun ends in order, as far as it goes
            return 1;
        }

        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(GatewayHost));
        Log.Started(logger, settings.Gateway.Url, settings.Numbers.Count, settings.Applications.Count, Path.GetFullPath(settings.Gateway.DataDirectory));
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = app.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
        await using var asked = stop.Register(() => stopped.TrySetResult());
        await stopped.Task;
        Log.Stopping(logger);
        await StopAsync(app, settings);
        Log.Stopped(logger);
        return 0;
    }

    private static WebApplication Build(GatewaySettings settings, string? settingsFile)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical) // what keeps it from starting is said in a sentence
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // it would begin an activity and a scope per request, for nobody
        builder.Logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(settings.Logging).Build());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ServerLimits.Apply(kestrel, settings));
        builder.Services.AddGatewayParts(settings, settingsFile);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.Use(next => context => MessageFraming.IsAmbiguous(context.Request)
            ? MessageFraming.RefuseAsync(context.Response).AsTask()
            : next(context));
        app.UseHealthPorts();
        var webhooks = app.Services.GetRequiredService<WebhookEndpoint>();
        app.Use(next => context =>
            context.Request.Path.Value is { } path && path.StartsWith("/webhooks/", StringComparison.Ordinal) && path != "/webhooks/whatsapp/health"
                ? webhooks.HandleAsync(context)
                : next(context));
        app.UseJsonErrors();
        app.UseRouting();
        var services = new ApiServices(
            app.Services.GetRequiredService<SettingsHolder>(),
            app.Services.GetRequiredService<IMessageStore>(),
            app.Services.GetRequiredService<TimeProvider>(),
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Relevo.Gateway.Api"))
        {
            Reloader = app.Services.GetService<SettingsReloader>(),
            Level = () => LevelWords.Of(app.Services.GetRequiredService<HealthMonitor>().Snapshot.Level),
            Degradation = app.Services.GetRequiredService<DegradationControl>(),
            Remembered = app.Services.GetRequiredService<HandMemory>().SavedAsync,
            Operating = app.Services.GetRequiredService<OperatingDesk>(),
            Outward = new OutwardServices(
                app.Services.GetRequiredService<SendIntake>(),
                app.Services.GetRequiredService<NumberPool>(),
                app.Services.GetRequiredService<SendDesk>(),
                app.Services.GetRequiredService<ProviderClient>(),
                app.Services.GetRequiredService<MediaClient>(),
                app.Services.GetRequiredService<WaitReasons>()),
            Active = () => app.Services.GetRequiredService<LaneQueues>().All.Sum(queue => (long)queue.Active),
        };
        app.MapHealth();
        ApiEndpoints.Map(app, services);
    }

    // Stores, lanes, ingress: what is below stands before what is above begins.
    private static async Task StartAsync(WebApplication app, CancellationToken stop)
    {
        var store = app.Services.GetRequiredService<IMessageStore>();
        var lanes = app.Services.GetRequiredService<LaneQueues>();
        store.Subscribe(lanes.Committed);
        await store.OpenAsync(stop);
        await app.Services.GetRequiredService<SqliteContactStore>().OpenAsync(stop);
        var ledger = app.Services.GetRequiredService<IInWorkLedger>();
        if (ledger.LastRun.Count > 0)
        {
            await store.AddDeathsAsync(ledger.LastRun, stop);
            ledger.LastRunNoted();
        }

        await app.Services.GetRequiredService<ApplicationQueues>().StartAsync();
        app.Services.GetRequiredService<SendQueue>().Start(stop);
        await app.StartAsync(stop);
        app.Services.GetService<SettingsReloader>()?.Start(app.Services.GetRequiredService<LoopKeeper>());
    }

    private static async Task StopAsync(WebApplication app, GatewaySettings settings)
    {
        app.Services.GetRequiredService<StopSign>().Raise();
        app.Services.GetRequiredService<Readiness>().Stop();
        var patience = TimeSpan.FromSeconds(settings.Gateway.StopSeconds);
        using var deadline = new CancellationTokenSource(patience);
        await (app.Services.GetService<SettingsReloader>()?.StopAsync() ?? Task.CompletedTask);
        await app.StopAsync(deadline.Token);
        await app.Services.GetRequiredService<LaneQueues>().StopAsync(patience);
        var store = app.Services.GetRequiredService<IMessageStore>();
        using var writes = new CancellationTokenSource(LastWrites);
        try
        {
            await store.FlushAsync(writes.Token);
        }
        catch (Exception error) when (error is StoreException or OperationCanceledException)
        {
            Console.Error.Complain("The last ends of work could not be saved; they are repeated at the next start. " + error.Message);
        }

        await app.Services.GetRequiredService<SendQueue>().StopAsync();
        await app.Services.GetRequiredService<SqliteContactStore>().DisposeAsync();
        await app.Services.GetRequiredService<SqliteRecordStore>().DisposeAsync();
        await store.DisposeAsync();
    }
}
