using Relevo.Cache.Layers;
using Relevo.Tests.Shared;

namespace Relevo.Cache.Tests.Layers;

public sealed class LifePlanTests
{
    private static readonly CacheLife Life = new(TimeSpan.FromSeconds(1000), TimeSpan.FromSeconds(50));

    [Fact]
    public void From_ManyKeys_SpreadsThemEvenlyOverTheLastTenth()
    {
        var plan = new LifePlan(new CacheOptions(), new ManualTime());
        var slices = new int[10];
        for (var i = 0; i < 10_000; i++)
        {
            var seconds = Seconds(plan, $"v1:contact:{i}");
            Assert.InRange(seconds, 900, 1000);
            slices[Math.Min(9, (int)((seconds - 900) / 10))]++;
        }

        Assert.All(slices, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void From_TheSameKey_IsTheSameInEveryProcess()
    {
        Assert.Equal(Seconds(new LifePlan(new CacheOptions(), new ManualTime()), "v1:contact:42"), Seconds(new LifePlan(new CacheOptions(), new ManualTime()), "v1:contact:42"));
        Assert.Equal(0xdbfa73bdc5c8587bUL, KeyHash.Of("v1:contact:42"));
    }

    [Fact]
    public void From_WithAFactor_LengthensWhatIsFreshAndNotWhatIsStale()
    {
        var plan = new LifePlan(new CacheOptions { JitterPercent = 0 }, new ManualTime()) { Factor = 6 };
        var (fresh, stale) = plan.From(0, "v1:contact:42", Life);
        Assert.Equal((6000 * TimeSpan.TicksPerSecond, 6050 * TimeSpan.TicksPerSecond), (fresh, stale));
    }

    private static double Seconds(LifePlan plan, string key) => plan.From(0, key, Life).FreshUntil / (double)TimeSpan.TicksPerSecond;
}
