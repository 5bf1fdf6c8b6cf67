using Relevo.Cache.Layers;
using Relevo.Tests.Shared;

namespace Relevo.Cache.Tests.Layers;

public sealed class MemoryLayerTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly CacheLife Minute = CacheLife.Only(TimeSpan.FromMinutes(1));

    private readonly ManualTime _time = new();

    [Fact]
    public void Find_OfAnUnknownKey_IsMissing() => Assert.Equal(Freshness.Missing, Layer().Find<string>("v1:a:1", out _));

    [Fact]
    public void Find_UpToTheEndOfItsTime_IsFreshAndThenMissing()
    {
        var layer = Layer();
        layer.Set("v1:a:1", "one", Minute);
        _time.Advance(Minute.Fresh - Tick);
        Assert.Equal(Freshness.Fresh, layer.Find<string>("v1:a:1", out var value));
        Assert.Equal("one", value);
        _time.Advance(Tick);
        Assert.Equal(Freshness.Missing, layer.Find<string>("v1:a:1", out _));
        Assert.Equal(0, layer.Count);
        Assert.Equal(0, layer.Bytes);
    }

    [Fact]
    public void Find_InItsStaleTime_IsStale()
    {
        var layer = Layer();
        layer.Set("v1:a:1", "one", new CacheLife(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Freshness.Stale, layer.Find<string>("v1:a:1", out var value));
        Assert.Equal("one", value);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Freshness.Missing, layer.Find<string>("v1:a:1", out _));
    }

    [Fact]
    public void Rest_OfAStaleValue_MakesItFreshWithinItsStaleTime()
    {
        var layer = Layer();
        layer.Set("v1:a:1", "one", new CacheLife(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(10));
        layer.Rest("v1:a:1", TimeSpan.FromSeconds(5));
        Assert.Equal(Freshness.Fresh, layer.Find<string>("v1:a:1", out _));
        layer.Rest("v1:a:1", TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(Freshness.Missing, layer.Find<string>("v1:a:1", out _));
    }

    [Fact]
    public void Find_AfterTheWallClockJumped_KeepsWhatWasFresh()
    {
        var layer = Layer();
        layer.Set("v1:a:1", "one", Minute);
        _time.JumpWallClock(TimeSpan.FromDays(400));
        Assert.Equal(Freshness.Fresh, layer.Find<string>("v1:a:1", out _));
    }

    [Fact]
    public void Find_AsAnotherType_IsMissing()
    {
        var layer = Layer();
        layer.Set("v1:a:1", "one", Minute);
        Assert.Equal(Freshness.Missing, layer.Find<int>("v1:a:1", out _));
    }

    [Fact]
    public void Set_BeyondTheEntries_DropsTheLeastRecentlyUsed()
    {
        var layer = Layer(maxEntries: 3);
        layer.Set("a", "1", Minute);
        layer.Set("b", "2", Minute);
        layer.Set("c", "3", Minute);
        layer.Find<string>("a", out _);
        layer.Set("d", "4", Minute);
        Assert.Equal("acd", Held(layer, "abcd"));
        layer.Set("c", "33", Minute);
        layer.Set("e", "5", Minute);
        Assert.Equal("cde", Held(layer, "abcde"));
    }

    [Fact]
    public void Set_BeyondTheBytes_DropsTheLeastRecentlyUsed()
    {
        var layer = Layer(maxBytes: 10_000);
        foreach (var key in "abcdefgh")
        {
            layer.Set(key.ToString(), new byte[2000], Minute, bytes: 2000);
        }

        Assert.Equal("efgh", Held<byte[]>(layer, "abcdefgh"));
        Assert.InRange(layer.Bytes, 8_000, 10_000);
    }

    [Fact]
    public void Set_OfAValueLargerThanTheLayer_KeepsTheOthersAndNotTheOldOne()
    {
        var layer = Layer(maxBytes: 10_000);
        layer.Set("a", "1", Minute);
        layer.Set("b", "2", Minute);
        layer.Set("b", new string('x', 10_000), Minute);
        Assert.Equal("a", Held(layer, "ab"));
    }

    [Fact]
    public void Set_Again_CountsItsBytesOnce()
    {
        var layer = Layer();
        layer.Set("a", "1", Minute);
        var bytes = layer.Bytes;
        layer.Set("a", "2", Minute);
        Assert.Equal(bytes, layer.Bytes);
        layer.Remove("a");
        layer.Remove("a");
        Assert.Equal(0, layer.Bytes);
    }

    [Fact]
    public void Set_ForEver_DoesNotOverflow()
    {
        var layer = Layer();
        layer.Set("a", "1", new CacheLife(TimeSpan.MaxValue, TimeSpan.MaxValue));
        _time.Advance(TimeSpan.FromDays(3650));
        Assert.Equal(Freshness.Fresh, layer.Find<string>("a", out _));
    }

    [Fact]
    public void Set_FromManyThreads_KeepsItsBounds()
    {
        var layer = Layer(maxEntries: 50);
        Parallel.For(0, 20_000, i =>
        {
            var key = $"k{i % 200}";
            layer.Set(key, $"{i}", Minute);
            layer.Find<string>(key, out _);
            if (i % 7 == 0)
            {
                layer.Remove(key);
            }
        });
        Assert.InRange(layer.Count, 0, 50);
        for (var i = 0; i < 200; i++)
        {
            layer.Remove($"k{i}");
        }

        Assert.Equal(0, layer.Bytes);
    }

    private static string Held(MemoryLayer layer, string keys) => Held<string>(layer, keys);

    // Each look changes the order of use, so it looks in the order in which they were used last.
    private static string Held<T>(MemoryLayer layer, string keys) =>
        string.Concat(keys.Where(key => layer.Find<T>(key.ToString(), out _) == Freshness.Fresh));

    private MemoryLayer Layer(int maxEntries = 1000, long maxBytes = 1_000_000) =>
        new(new CacheOptions { MaxEntries = maxEntries, MaxBytes = maxBytes }, _time);
}
