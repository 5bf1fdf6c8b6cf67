using Relevo.Cache.Layers;
using Relevo.Tests.Shared;

namespace Relevo.Cache.Tests.Layers;

/// <summary>Random walks over everything that changes what is held, against a model that knows what was kept and how large it was.</summary>
public sealed class AccountingTests
{
    private const int Keys = 120;
    private const int MaxEntries = 60;
    private const long MaxBytes = 40_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly Dictionary<string, (int Value, long Bytes, DateTimeOffset FreshUntil, DateTimeOffset StaleUntil)> _model = [];
    private readonly MemoryLayer _layer;
    private long _lost;

    public AccountingTests() => _layer = Layer();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Everything_InAnyOrder_CountsWhatIsHeld(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < 6000; step++)
        {
            Step(random, step);
            Assert.InRange(_layer.Count, 0, MaxEntries);
            Assert.InRange(_layer.Bytes, 0, MaxBytes);
            if (step % 40 == 0)
            {
                Compare();
            }
        }

        Compare();
        Assert.Equal(_lost, _layer.Evicted);
        Assert.True(_layer.Evicted > 100 && _layer.Expired > 100, $"{_layer.Evicted} evicted, {_layer.Expired} expired");
        _layer.RemoveWhere("*");
        Assert.Equal((0, 0L), (_layer.Count, _layer.Bytes));
    }

    [Fact]
    public void Everything_FromManyThreads_CountsWhatIsHeld()
    {
        Parallel.For(0, 4, thread =>
        {
            var random = new Random(thread);
            for (var step = 0; step < 20_000; step++)
            {
                var key = $"k:{random.Next(Keys)}";
                var size = random.Next(1500);
                switch (random.Next(8))
                {
                    case 0: _layer.Remove(key); break;
                    case 1 when step % 100 == 0: _layer.RemoveWhere($"k:{random.Next(10)}*"); break;
                    case 2 or 3: _layer.Set(key, size, new CacheLife(Second * random.Next(3), Second), bytes: size); break;
                    case 4 when step % 50 == 0: _time.Advance(Second / 4); break;
                    default: Assert.True(_layer.Find<int>(key, out var found) == Freshness.Missing || found < 1500); break;
                }

                Assert.InRange(_layer.Bytes, 0, MaxBytes);
                Assert.InRange(_layer.Count, 0, MaxEntries);
            }
        });

        var held = Enumerable.Range(0, Keys).Select(i => $"k:{i}").Where(key => _layer.Find<int>(key, out _) != Freshness.Missing).ToList();
        Assert.Equal(held.Count, _layer.Count);
        Assert.Equal(held.Sum(key => _layer.Find<int>(key, out var size) == Freshness.Missing ? 0 : Cost(key, size)), _layer.Bytes);
        Assert.Equal(held.Count, _layer.RemoveWhere("k:*"));
        Assert.Equal((0, 0L), (_layer.Count, _layer.Bytes));
    }

    [Fact]
    public async Task Find_OfAKeyThatIsThereThroughout_NeverMissesWhileOthersComeAndGo()
    {
        var layer = new MemoryLayer(new CacheOptions { MaxEntries = 1000, MaxBytes = 1_000_000, JitterPercent = 0 }, _time);
        var life = CacheLife.Only(TimeSpan.FromDays(1));
        var stays = Enumerable.Range(0, 100).Select(i => $"stays:{i}").ToArray();
        Array.ForEach(stays, key => layer.Set(key, 0, life));
        using var end = new CancellationTokenSource();
        var reader = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var round = 1; round <= 300; round++)
        {
            foreach (var key in stays)
            {
                layer.Set(key, round, life);
                layer.Set($"goes:{key}", round, life);
            }

            Assert.Equal(100, layer.RemoveWhere("goes:*"));
        }

        await end.CancelAsync();
        Assert.Equal(0, await reader);

        int Read()
        {
            var (misses, last) = (0, new int[stays.Length]);
            while (!end.IsCancellationRequested)
            {
                for (var i = 0; i < stays.Length; i++)
                {
                    misses += layer.Find<int>(stays[i], out var value) == Freshness.Fresh && value >= last[i] ? 0 : 1;
                    last[i] = value;
                }
            }

            return misses;
        }
    }

    private static MemoryLayer Layer(ManualTime time) =>
        new(new CacheOptions { MaxEntries = MaxEntries, MaxBytes = MaxBytes, JitterPercent = 0 }, time);

    private static long Cost(string key, long size)
    {
        var alone = Layer(new ManualTime());
        alone.Set(key, 0, CacheLife.Only(Second), size);
        return alone.Bytes;
    }

    private MemoryLayer Layer() => Layer(_time);

    private void Step(Random random, int step)
    {
        var key = $"k:{random.Next(Keys)}";
        switch (random.Next(20))
        {
            case 0:
                Compare(key);
                Assert.Equal(_model.Remove(key), _layer.Remove(key));
                break;
            case 1:
                Compare(); // While what was evicted can still be told from what is over.
                _time.Advance(Second * random.NextDouble());
                break;
            case 2 when step % 10 == 0:
                var digit = random.Next(10);
                Compare();
                var meant = _model.Keys.Where(each => each.EndsWith($"{digit}", StringComparison.Ordinal)).ToList();
                Assert.Equal(meant.Count, _layer.RemoveWhere($"k:*{digit}"));
                meant.ForEach(each => _model.Remove(each));
                break;
            case 3:
                _layer.ExpireInTurn(random.Next(10));
                break;
            case 4 when step % 10 == 0:
                Compare(key);
                _layer.Set(key, step, CacheLife.Only(Second), bytes: MaxBytes);
                _model.Remove(key);
                break;
            case < 12:
                Keep(key, step, random);
                break;
            default:
                _layer.Find<int>(key, out _);
                break;
        }
    }

    private void Keep(string key, int value, Random random)
    {
        var life = new CacheLife(Second * random.Next(1, 10), Second * random.Next(5));
        var size = random.Next(100) == 0 ? 20_000 : random.Next(1000);
        Compare(key);
        _layer.Set(key, value, life, size);
        var freshUntil = _time.GetUtcNow() + life.Fresh;
        _model[key] = (value, Cost(key, size), freshUntil, freshUntil + life.Stale);
    }

    private bool IsInTime(string key) => _model.TryGetValue(key, out var known) && _time.GetUtcNow() < known.StaleUntil;

    private void Compare(string? only = null)
    {
        foreach (var (key, known) in _model.Where(each => only is null || each.Key == only).ToList())
        {
            var freshness = _layer.Find<int>(key, out var value);
            var expected = _time.GetUtcNow() < known.FreshUntil ? Freshness.Fresh : IsInTime(key) ? Freshness.Stale : Freshness.Missing;
            if (freshness == Freshness.Missing)
            {
                _lost += expected == Freshness.Missing ? 0 : 1;
                _model.Remove(key);
                continue;
            }

            Assert.Equal((expected, known.Value), (freshness, value));
        }

        if (only is null)
        {
            Assert.Equal((_model.Count, _model.Values.Sum(each => each.Bytes)), (_layer.Count, _layer.Bytes));
        }
    }
}
