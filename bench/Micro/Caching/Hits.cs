using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using Relevo.Cache.Layers;

namespace Relevo.Micro.Caching;

/// <summary>
/// Hits on keys drawn at random, each by a string of its own as callers make it. The least it can cost is a look into a
/// concurrent dictionary, which knows neither times nor uses.
/// </summary>
public class Hits
{
    private const int Looks = 1024 * 1024; // So many that a million entries do not fit into the processor's caches.
    private static readonly Func<CancellationToken, Task<string>> Load = static _ => throw new InvalidOperationException("A hit does not load.");
    private readonly string[] _wanted = new string[Looks];
    private ConcurrentDictionary<string, string> _table = [];
    private LayeredCache _cache = Empty(1);

    [Params(1_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var life = CacheLife.Only(TimeSpan.FromDays(1));
        var random = new Random(7);
        _table = new ConcurrentDictionary<string, string>(1, Entries, StringComparer.Ordinal);
        _cache = Empty(Entries);
        for (var i = 0; i < Entries; i++)
        {
            var key = Key(i);
            _table[key] = "main";
            _cache.Set(key, "main", life);
        }

        for (var i = 0; i < Looks; i++)
        {
            _wanted[i] = Key(random.Next(Entries));
        }
    }

    [Benchmark(Baseline = true, Description = "dictionary alone", OperationsPerInvoke = Looks)]
    public int PlainTable()
    {
        var hits = 0;
        foreach (var key in _wanted)
        {
            hits += _table.TryGetValue(key, out _) ? 1 : 0;
        }

        return AllOf(hits);
    }

    [Benchmark(Description = "TryGet", OperationsPerInvoke = Looks)]
    public int TryGet()
    {
        var hits = 0;
        foreach (var key in _wanted)
        {
            hits += _cache.TryGet<string>(key, out _) ? 1 : 0;
        }

        return AllOf(hits);
    }

    [Benchmark(Description = "GetOrLoadAsync", OperationsPerInvoke = Looks)]
    public async Task<int> GetOrLoad()
    {
        var hits = 0;
        foreach (var key in _wanted)
        {
            hits += (await _cache.GetOrLoadAsync(key, default, Load, CancellationToken.None)).Length == 4 ? 1 : 0;
        }

        return AllOf(hits);
    }

    private static int AllOf(int hits) => hits == Looks ? hits : throw new InvalidOperationException($"{hits} of {Looks} were hits.");

    private static string Key(int i) => CacheKeys.Of("assignment", $"+1555{i:D7}");

    // Room for twice as many, so that nothing is evicted.
    private static LayeredCache Empty(int entries) =>
        new(new CacheOptions { MaxEntries = entries * 2, MaxBytes = 1L << 32 }, new CacheMetrics(new NoMeters()), TimeProvider.System);
}
