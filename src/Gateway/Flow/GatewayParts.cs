using Microsoft.Extensions.DependencyInjection.Extensions;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Degrading;
using Relevo.Gateway.Delivery;
using Relevo.Gateway.Health;
using Relevo.Gateway.Ingress;
using Relevo.Gateway.Operating;
using Relevo.Gateway.Sending;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Files;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Flow;

/// <summary>What the gateway is made of.</summary>
internal static class GatewayParts
{
    public static void AddGatewayParts(this IServiceCollection services, GatewaySettings settings, string? settingsFile)
    {
        services.AddRoutingCore();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        AddSettings(services, settings, settingsFile);
        AddStore(services, settings);
        AddWay(services);
        services.AddSending(settings);
        services.AddOperating(settings);
        services.AddGatewayHealth();
        services.AddDegrading();
    }

    private static void AddSettings(IServiceCollection services, GatewaySettings settings, string? settingsFile)
    {
        services.AddSingleton(settings.Cache);
        services.AddSingleton(new SettingsHolder(settings));
        services.AddSingleton<StopSign>();
        if (settingsFile is not null)
        {
            services.AddSingleton(parts => new SettingsReloader(
                parts.GetRequiredService<SettingsHolder>(),
                SettingsLoader.FromEnvironment(),
                settingsFile,
                parts.GetRequiredService<TimeProvider>(),
                parts.GetRequiredService<ILogger<SettingsReloader>>()));
        }
    }

    private static void AddStore(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton<IMessageStore>(parts => parts.GetRequiredService<SqliteMessageStore>());
        services.AddSingleton<IContactAliases>(parts => parts.GetRequiredService<SqliteMessageStore>());
        services.AddSingleton(parts => new SqliteMessageStore(
            settings.Gateway.DataDirectory,
            settings.Storage.Sqlite,
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            parts.GetRequiredService<ILogger<SqliteMessageStore>>()));
        services.AddSingleton<IInWorkLedger>(parts => InWorkFile.Open(
            settings.Gateway.DataDirectory, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<InWorkFile>>()));
    }

    private static void AddWay(IServiceCollection services)
    {
        services.AddSingleton<LaneQueues>();
        services.AddSingleton<DeliveryClient>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<ApplicationQueues>();
        services.AddSingleton<IngressMetrics>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton<IQueueProgress>(parts => parts.GetRequiredService<ApplicationQueues>());
        services.AddSingleton<IApplicationHealth>(parts => parts.GetRequiredService<ApplicationQueues>());
        services.AddSingleton<HiddenContacts>();
        services.AddSingleton<StrangerNotice>();
    }
}
