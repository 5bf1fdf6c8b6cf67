using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Cache.Layers;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Sending;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Lanes;
using Relevo.Gateway.Tests.Delivery;
using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.Providers.Sending;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Sending;

/// <summary>Whether a provider's API answers.</summary>
public sealed class ProviderReachTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly ProviderClient _client = new(new ProviderClientOptions(), TimeProvider.System, NullLogger<ProviderClient>.Instance);
    private int _status = 404;
    private RawServer _server = null!;

    public Task InitializeAsync()
    {
        _server = new RawServer((_, stream, cancellation) => stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(RawServer.Answer(_status)), cancellation).AsTask());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Trouble_OfTheHostOfItsFirstNumber_AnyAnswerWillDoButAServerThatFails()
    {
        var reach = Reach(settings => { });
        Assert.Null(await TroubleAsync(reach));
        Assert.Equal(1, _server.Requests);
        _status = 503;
        Assert.Equal("its API at 127.0.0.1 does not answer: status 503", await TroubleAsync(reach));
        Assert.Null(await reach.TroubleAsync("bird", CancellationToken.None)); // no number, no question
    }

    [Fact]
    public async Task Trouble_OfOneThatSurelyFails_IsAskedForEveryFewSecondsOnly()
    {
        _status = 500;
        var reach = Reach(settings => { });
        for (var look = 0; look < 10; look++)
        {
            Assert.NotNull(await TroubleAsync(reach));
        }

        Assert.Equal(3, _server.Requests);
        _status = 200;
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await TroubleAsync(reach));
    }

    [Fact]
    public async Task Trouble_OfAnAddressOfItsOwn_IsThatOfTheAddress()
    {
        Assert.Null(await TroubleAsync(Reach(settings => settings.Health.ProviderProbes["meta"] = "")));
        Assert.Equal(0, _server.Requests);
        Assert.Contains("connect", await TroubleAsync(Reach(settings => settings.Health.ProviderProbes["meta"] = "http://127.0.0.1:1/")), StringComparison.Ordinal);
    }

    private static Task<string?> TroubleAsync(ProviderReach reach) => reach.TroubleAsync("meta", CancellationToken.None);

    private ProviderReach Reach(Action<GatewaySettings> change)
    {
        var settings = new GatewaySettings
        {
            Numbers = new Dictionary<string, NumberOptions>
            {
                ["main"] = new() { Provider = "meta", Key = "1", WebhookSecrets = ["s"], VerifyToken = "v", ApiToken = "token", BaseUrl = _server.Url.ToString() },
            },
        };
        change(settings);
        var holder = new SettingsHolder(settings);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var cache = new LayeredCache(new CacheOptions(), new CacheMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), _time);
        return new ProviderReach(new SendDesk(holder, new MemoryStore(), new Aliases(new RigAliases(), cache), _time), _client, holder, _time);
    }
}
