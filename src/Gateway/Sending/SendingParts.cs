using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health;
using Relevo.Gateway.Ingress;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Media;
using Relevo.Providers.Sending;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Sending;

/// <summary>What the way out is made of.</summary>
internal static class SendingParts
{
    public static void AddSending(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton<IPoolStore>(parts => parts.GetRequiredService<SqliteMessageStore>());
        services.AddSingleton(parts => new SqliteContactStore(
            settings.Gateway.DataDirectory,
            parts.GetRequiredService<SqliteMessageStore>(),
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<ILogger<SqliteContactStore>>()));
        services.AddSingleton<IContactStore>(parts => parts.GetRequiredService<SqliteContactStore>());
        services.AddSingleton(parts => new NumberPool(
            settings.LoadBalancer,
            parts.GetRequiredService<IPoolStore>(),
            parts.GetRequiredService<TimeProvider>(),
            parts.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            parts.GetRequiredService<ILogger<NumberPool>>()));
        services.AddSingleton(parts => new ProviderClient(settings.ProviderCalls, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<ProviderClient>>()));
        services.AddSingleton(parts => new MediaClient(settings.Media, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<MediaClient>>()));
        services.AddSingleton<Aliases>();
        services.AddSingleton<ContactBook>();
        services.AddSingleton<SendDesk>();
        services.AddSingleton<IProviderReach, ProviderReach>();
        services.AddSingleton<SendCaller>();
        services.AddSingleton<SendMetrics>();
        services.AddSingleton<SendNotices>();
        services.AddSingleton<OpenSends>();
        services.AddSingleton<UnknownParked>();
        services.AddSingleton<ReceiptBook>();
        services.AddSingleton<LateMatch>();
        services.AddSingleton<OutwardNews>();
        services.AddSingleton<RecentRequests>();
        services.AddSingleton<SendIntake>();
        services.AddSingleton<WaitReasons>();
        services.AddSingleton<SendQueue>();
    }
}
