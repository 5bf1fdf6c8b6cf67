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
    public void Set_BeyondTheEntries_DropsWhatWasNotUsed()
    {
        var layer = Layer(maxEntries: 3);
        layer.Set("a", "1", Minute);
        layer.Set("b", "2", Minute);
        layer.Set("c", "3", Minute);
        layer.Find<string>("a", out _);
        layer.Set("d", "4", Minute);
        Assert.Equal("acd", Held(layer, "abcd"));
        layer.Set("e", "5", Minute);
        Assert.Equal(1, Held(layer, "e").Length);
        Assert.Equal(3, layer.Count);
        Assert.Equal(2, layer.Evicted);
    }

    [Fact]
    public void Set_BeyondTheBytes_DropsTheOldestUnused()
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

    [Fact]
    public void Set_OfASizeThatOverflows_IsTooLarge()
    {
        var layer = Layer();
        layer.Set("a", "1", Minute);
        layer.Set("b", new byte[1], Minute, bytes: long.MaxValue);
        Assert.Equal("a", Held(layer, "a"));
        Assert.Equal(1, layer.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Set("c", new byte[1], Minute, bytes: -1));
    }

    [Fact]
    public void Find_AsABaseOfItsType_IsFound()
    {
        var layer = Layer();
        layer.Set("a", new List<int> { 7 }, Minute);
        Assert.Equal(Freshness.Fresh, layer.Find<IReadOnlyList<int>>("a", out var value));
        Assert.Equal([7], value!);
    }

    [Fact]
    public void Rest_OfAValueThatLandedMeanwhile_LeavesItsTime()
    {
        var layer = Layer();
        layer.Set("a", "1", new CacheLife(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        layer.Rest("a", TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Freshness.Stale, layer.Find<string>("a", out _));
    }

    [Fact]
    public void Set_Always_DropsWhatNobodyAsksForAnyMore()
    {
        var layer = Layer();
        for (var i = 0; i < 400; i++)
        {
            layer.Set($"old:{i}", "1", Minute);
        }

        _time.Advance(Minute.Fresh);
        for (var i = 0; i < 130; i++)
        {
            layer.Set($"new:{i}", "1", Minute);
        }

        Assert.Equal(130, layer.Count);
        Assert.Equal(400, layer.Expired);
        Assert.Equal(0, layer.Evicted);
    }

    [Fact]
    public void ExpireInTurn_WithoutAWrite_DropsWhatIsOverAndNoMore()
    {
        var layer = Layer();
        layer.Set("a", "1", Minute);
        layer.Set("b", "1", new CacheLife(Minute.Fresh, Minute.Fresh));
        _time.Advance(Minute.Fresh);
        layer.ExpireInTurn(10);
        Assert.Equal((1, 1L), (layer.Count, layer.Expired));
    }

    [Fact]
    public void Find_OfAHit_AllocatesNothing()
    {
        var layer = Layer();
        layer.Set("a", "1", Minute);
        layer.Set("n", 7, Minute);
        Look();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Look()
        {
            for (var i = 0; i < 100; i++)
            {
                layer.Find<string>("a", out _);
                layer.Find<int>("n", out _);
            }
        }
    }

    private static string Held(MemoryLayer layer, string keys) => Held<string>(layer, keys);

    // Each look counts as a use, so what is held is looked for once, at the end.
    private static string Held<T>(MemoryLayer layer, string keys) =>
        string.Concat(keys.Where(key => layer.Find<T>(key.ToString(), out _) == Freshness.Fresh));

    private MemoryLayer Layer(int maxEntries = 1000, long maxBytes = 1_000_000) =>
        new(new CacheOptions { MaxEntries = maxEntries, MaxBytes = maxBytes, JitterPercent = 0 }, _time);
}
