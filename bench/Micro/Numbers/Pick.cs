using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.LoadBalancer;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Micro.Numbers;

/// <summary>A number for a new contact. The least it can cost is looking up something by the contact's hash.</summary>
public class Pick
{
    private const int Batch = 1_024;
    private readonly ulong[] _contacts = [.. Enumerable.Range(1, Batch).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];
    private readonly Dictionary<ulong, string> _known = [];
    private NumberPool _pool = null!;

    /// <summary>Numbers of the pool.</summary>
    [Params(5, 50, 500)]
    public int Numbers { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        foreach (var contact in _contacts)
        {
            _known[contact] = "number";
        }

        _pool = new NumberPool(new LoadBalancerOptions(), new NoFile(), TimeProvider.System, new NoMeters(), NullLogger<NumberPool>.Instance);
        _pool.Configure([.. Enumerable.Range(1, Numbers).Select(i => new NumberDefinition { Name = $"number-{i}", Provider = "meta", Limits = NumberLimits.Resolve("meta", null, null, null) })]);
    }

    [GlobalCleanup]
    public void End() => _pool.Dispose();

    [Benchmark(Baseline = true, Description = "look-up alone", OperationsPerInvoke = Batch)]
    public int LookUp()
    {
        var found = 0;
        foreach (var contact in _contacts)
        {
            found += _known[contact].Length;
        }

        return found;
    }

    [Benchmark(Description = "weighted pick", OperationsPerInvoke = Batch)]
    public int Weighted()
    {
        var found = 0;
        foreach (var contact in _contacts)
        {
            found += _pool.Place(contact).Number!.Length;
        }

        return found;
    }

    private sealed class NoFile : IPoolStore
    {
        public byte[]? LoadPool() => null;

        public Task SavePoolAsync(byte[] state, CancellationToken cancellation) => Task.CompletedTask;
    }
}
