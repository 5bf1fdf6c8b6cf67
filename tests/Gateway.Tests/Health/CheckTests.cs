using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Health.Readings;
using Relevo.LoadBalancer.Numbers;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Health;

public sealed class CheckTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task QueueCheck_WhileWorkIsReadyAndNothingIsDone_TurnsBadAfterItsPatience()
    {
        var queue = new FakeQueue { HasReadyWork = true };
        var check = new QueueCheck(queue, TimeSpan.FromSeconds(3), _time);
        Assert.True((await check.CheckAsync(default)).IsGood);
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.True((await check.CheckAsync(default)).IsGood);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False((await check.CheckAsync(default)).IsGood);
        queue.Done++;
        Assert.True((await check.CheckAsync(default)).IsGood);
    }

    [Fact]
    public async Task QueueCheck_WithoutReadyWork_IsGoodForEver()
    {
        var check = new QueueCheck(new FakeQueue(), TimeSpan.FromSeconds(3), _time);
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await check.CheckAsync(default)).IsGood);
            _time.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task QueueCheck_WithWorkThatJustCame_GivesItTheWholeTime()
    {
        var queue = new FakeQueue();
        var check = new QueueCheck(queue, TimeSpan.FromSeconds(3), _time);
        await check.CheckAsync(default);
        _time.Advance(TimeSpan.FromMinutes(1));
        await check.CheckAsync(default);
        queue.HasReadyWork = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await check.CheckAsync(default)).IsGood);
    }

    [Fact]
    public async Task ConfigurationCheck_WithAProblem_DoesNotQuoteIt()
    {
        Assert.True((await new ConfigurationCheck(() => null).CheckAsync(default)).IsGood);
        var result = await new ConfigurationCheck(() => "ApiToken \"top-secret\" is too short").CheckAsync(default);
        Assert.False(result.IsGood);
        Assert.DoesNotContain("secret", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProviderCheck_Always_TellsWhatItKnowsAndWhatNot()
    {
        var activity = new WebhookActivity(_time);
        var check = new ProviderCheck("meta", new SettingsHolder(HealthHost.Settings), activity, () => []);
        Assert.Contains("no webhook since the start", (await check.CheckAsync(default)).Message, StringComparison.Ordinal);
        activity.Saw("meta");
        activity.Saw("bird");
        _time.Advance(TimeSpan.FromSeconds(12));
        var result = await check.CheckAsync(default);
        Assert.True(result.IsGood);
        Assert.Equal("1 numbers, each with a webhook secret; last webhook 12 s ago", result.Message);
        Assert.False(check.IsCritical);
        Assert.Equal("provider-meta", check.Name);
    }

    [Theory]
    [InlineData(0, 0, 5, true)]
    [InlineData(1, 0, 5, true)]
    [InlineData(2, 0, 5, false)]
    [InlineData(1, 1, 5, false)]
    [InlineData(0, 3, 5, false)]
    [InlineData(0, 3, 6, true)]
    [InlineData(0, 3, 2, false)]
    public async Task ProviderCheck_HalfOfThePrimariesFail_IsBadWhateverTheBackupsDo(int banned, int unreached, int consecutive, bool isGood)
    {
        var settings = new GatewaySettings { Numbers = HealthHost.Settings.Numbers };
        settings.LoadBalancer.Outliers.ConsecutiveFailures = consecutive;
        var numbers = Enumerable.Range(0, 4).Select(i => new NumberStatus
        {
            Name = $"n{i}",
            Provider = "meta",
            IsBackup = i == 3,
            Standing = i < banned ? NumberStanding.Down : NumberStanding.Usable,
            Reason = i < banned ? "banned" : null,
            FailuresInARow = i >= banned && i < banned + unreached ? 5 : 0,
            ErrorsLastMinute = i >= banned && i < banned + unreached ? 5 : 0,
        }).ToList();
        var result = await new ProviderCheck("meta", new SettingsHolder(settings), new WebhookActivity(_time), () => numbers).CheckAsync(default);
        Assert.Equal(isGood, result.IsGood);
        Assert.Equal(!isGood, result.Message.Contains("numbers cannot send: n0", StringComparison.Ordinal));
    }
}
