using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Cache.Layers;
using Relevo.Gateway.Api;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Sending;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Lanes;
using Relevo.LoadBalancer.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Media;
using Relevo.Providers.Sending;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Tests.Api;

/// <summary>What the API needs of the way out, on a real store and a real pool. Nothing leaves: no lane runs.</summary>
internal sealed class WayOut : IAsyncDisposable
{
    private readonly NumberPool _pool;
    private readonly ProviderClient _client;
    private readonly MediaClient _media;
    private readonly ContactBook _contacts;

    public WayOut(SettingsHolder settings, SqliteMessageStore store, IMeterFactory meters)
    {
        var time = TimeProvider.System;
        var cache = new LayeredCache(new CacheOptions(), new CacheMetrics(meters), time);
        var aliases = new Aliases(store, cache);
        var desk = new SendDesk(settings, store, aliases, time);
        _pool = new NumberPool(new(), store, time, meters, NullLogger<NumberPool>.Instance);
        _client = new ProviderClient(new ProviderClientOptions(), time, NullLogger<ProviderClient>.Instance);
        _media = new MediaClient(new MediaClientOptions(), time, NullLogger<MediaClient>.Instance);
        _contacts = new ContactBook(new NoContacts(), store, cache, time, NullLogger<ContactBook>.Instance);
        Gauges = new StoreGauges(store, NullLogger<StoreGauges>.Instance);
        var intake = new SendIntake(desk, _contacts, aliases, settings, store, new RecentRequests(cache), Gauges, time);
        Services = new OutwardServices(intake, _pool, desk, _client, _media, new WaitReasons(_pool, _contacts, aliases, settings, time));
    }

    public OutwardServices Services { get; }

    public NumberPool Pool => _pool;

    /// <summary>Reads nothing by itself; a test that wants the counts to count calls <see cref="StoreGauges.Read"/>.</summary>
    public StoreGauges Gauges { get; }

    /// <summary>Fills the pool; the store is open by then.</summary>
    public void Start()
    {
        _pool.Load();
        _pool.Configure([.. Services.Desk.Numbers.All.Select(number => number.Definition)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        _contacts.Dispose();
        _media.Dispose();
        (_client as IDisposable)?.Dispose();
    }

    private sealed class NoContacts : IContactStore
    {
        public long ContactCheckpoint => 0;

        public ContactRecord? FindContact(string contactKey) => null;

        public Task SaveContactsAsync(IReadOnlyCollection<ContactRecord> contacts, long checkpoint, CancellationToken cancellation) => Task.CompletedTask;
    }
}
