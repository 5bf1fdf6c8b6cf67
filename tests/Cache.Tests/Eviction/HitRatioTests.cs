using Relevo.Cache.Layers;
using Relevo.Tests.Shared;

namespace Relevo.Cache.Tests.Eviction;

/// <summary>What is used stays, what is not goes: against a true least-recently-used order, on walks as caches see them.</summary>
public sealed class HitRatioTests
{
    private const int Room = 500;
    private static readonly CacheLife Life = CacheLife.Only(TimeSpan.FromHours(1));

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.0)]
    [InlineData(1.2)]
    public void Find_OnAZipfWalk_HitsAsOftenAsLeastRecentlyUsed(double skew)
    {
        var walk = Zipf(keys: 10_000, skew, steps: 100_000);
        var (ours, lru) = (HitsOfLayer(walk), HitsOfLru(walk));
        Assert.True(ours >= lru, $"{ours} hits, least recently used {lru}, of {walk.Length}");
    }

    [Fact]
    public void Find_WhenTheFavouritesChange_FollowsThem()
    {
        var first = Zipf(keys: 10_000, 1.0, steps: 50_000);
        var then = first.Select(key => key + 20_000).ToArray();
        int[] walk = [.. first, .. then];
        Assert.True(HitsOfLayer(walk) >= HitsOfLru(walk) * 0.98, $"{HitsOfLayer(walk)} hits, least recently used {HitsOfLru(walk)}");
    }

    [Fact]
    public void Set_OfMuchThatIsNeverRead_KeepsWhatIsUsed()
    {
        var layer = Layer();
        for (var i = 0; i < 300; i++)
        {
            layer.Set($"used:{i}", "1", Life);
            layer.Find<string>($"used:{i}", out _);
        }

        for (var i = 0; i < 20 * Room; i++)
        {
            layer.Set($"once:{i}", "1", Life);
        }

        // The first write that needs room finds 300 in its way that were used, and no write lets more than 128 by.
        Assert.InRange(Enumerable.Range(0, 300).Count(i => layer.Find<string>($"used:{i}", out _) == Freshness.Fresh), 298, 300);
        Assert.Equal(Room, layer.Count);
    }

    [Fact]
    public void Set_OfAKeyThatCameBackSoon_KeepsItFromThenOn()
    {
        var layer = Layer();
        Fill(layer, "first", Room);
        layer.Set("back", "1", Life);
        Fill(layer, "second", Room);
        Assert.Equal(Freshness.Missing, layer.Find<string>("back", out _));
        layer.Set("back", "1", Life);
        Fill(layer, "third", 4 * Room);
        Assert.Equal(Freshness.Fresh, layer.Find<string>("back", out _));
    }

    [Fact]
    public void Set_WhenEverythingIsUsedAllTheTime_StillFindsRoom()
    {
        var layer = Layer();
        for (var i = 0; i < 4 * Room; i++)
        {
            layer.Set($"k{i}", "1", Life);
            for (var j = Math.Max(0, i - Room); j <= i; j++)
            {
                layer.Find<string>($"k{j}", out _);
            }
        }

        Assert.Equal(Room, layer.Count);
        Assert.Equal(3 * Room, layer.Evicted);
    }

    private static void Fill(MemoryLayer layer, string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            layer.Set($"{name}:{i}", "1", Life);
        }
    }

    private static int HitsOfLayer(int[] walk)
    {
        var layer = Layer();
        var hits = 0;
        foreach (var key in walk)
        {
            if (layer.Find<string>($"k{key}", out _) == Freshness.Fresh)
            {
                hits++;
            }
            else
            {
                layer.Set($"k{key}", "1", Life);
            }
        }

        return hits;
    }

    private static int HitsOfLru(int[] walk)
    {
        var byUse = new LinkedList<int>();
        var byKey = new Dictionary<int, LinkedListNode<int>>();
        var hits = 0;
        foreach (var key in walk)
        {
            if (byKey.Remove(key, out var node))
            {
                hits++;
                byUse.Remove(node);
            }
            else if (byKey.Count == Room)
            {
                byKey.Remove(byUse.Last!.Value);
                byUse.RemoveLast();
            }

            byKey[key] = byUse.AddFirst(key);
        }

        return hits;
    }

    private static int[] Zipf(int keys, double skew, int steps)
    {
        var random = new Random(11);
        var until = new double[keys];
        var sum = 0.0;
        for (var i = 0; i < keys; i++)
        {
            until[i] = sum += 1 / Math.Pow(i + 1, skew);
        }

        return [.. Enumerable.Range(0, steps).Select(_ =>
        {
            var at = Array.BinarySearch(until, random.NextDouble() * sum);
            return at < 0 ? ~at : at;
        })];
    }

    private static MemoryLayer Layer() => new(new CacheOptions { MaxEntries = Room }, new ManualTime());
}
