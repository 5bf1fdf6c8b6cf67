using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Relevo.Cache.Layers;
using Relevo.Tests.Shared;

namespace Relevo.Cache.Tests.Layers;

public sealed class LayeredCacheTests : IDisposable
{
    private const string Key = "v1:alias:7";
    private static readonly CacheLife Life = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(600));

    private readonly ManualTime _time = new();
    private readonly ServiceProvider _services;
    private readonly LayeredCache _cache;
    private int _loads;

    public LayeredCacheTests()
    {
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddLayeredCache().BuildServiceProvider();
        _cache = _services.GetRequiredService<LayeredCache>();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task GetOrLoadAsync_OfAThousandMisses_MakesOneLoad()
    {
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new Task<string>[1000];
        Parallel.For(0, waiting.Length, i => waiting[i] = GetAsync(end.Task));
        end.SetResult("+34600000000");
        Assert.All(await Task.WhenAll(waiting), value => Assert.Equal("+34600000000", value));
        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task GetOrLoadAsync_OfAKnownValue_DoesNotLoad()
    {
        await GetAsync(Task.FromResult("one"));
        Assert.Equal("one", await GetAsync(Task.FromResult("two")));
        Assert.True(_cache.TryGet<string>(Key, out var value));
        Assert.Equal("one", value);
        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenItsTimeIsOver_LoadsAgain()
    {
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        Assert.Equal("two", await GetAsync(Task.FromResult("two")));
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenTheLoadFails_FailsItsWaitersAndRemembersNothing()
    {
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = GetAsync(end.Task);
        var second = GetAsync(end.Task);
        end.SetException(new IOException("down"));
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);
        Assert.Equal("one", await GetAsync(Task.FromResult("one")));
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenTheLoadFailsAndAStaleValueIsKnown_ServesItAndRests()
    {
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        Assert.Equal("one", await GetAsync(Task.FromException<string>(new IOException())));
        Assert.Equal(2, _loads);
        Assert.Equal("one", await GetAsync(Task.FromException<string>(new IOException())));
        Assert.Equal(2, _loads);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("two", await GetAsync(Task.FromResult("two")));
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenItIsTooOldToBeStale_FailsWithTheLoad()
    {
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh + Life.Stale);
        await Assert.ThrowsAsync<IOException>(() => GetAsync(Task.FromException<string>(new IOException())));
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenTheLoadHangs_EndsAtItsDeadline()
    {
        var token = CancellationToken.None;
        var waiting = _cache.GetOrLoadAsync(Key, Life, HangAsync, CancellationToken.None).AsTask();
        await _time.WhenArmedAsync(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal("one", await GetAsync(Task.FromResult("one")));

        Task<string> HangAsync(CancellationToken end)
        {
            token = end;
            return new TaskCompletionSource<string>().Task;
        }
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenACallerLeaves_GoesOnForTheOthers()
    {
        using var leave = new CancellationTokenSource();
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = _cache.GetOrLoadAsync(Key, Life, _ => end.Task, leave.Token).AsTask();
        var stayed = GetAsync(end.Task);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        end.SetResult("one");
        Assert.Equal("one", await stayed);
        Assert.Equal(0, _loads);
    }

    [Fact]
    public async Task Remove_WhileItIsBeingLoaded_DoesNotKeepTheOldValue()
    {
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = GetAsync(end.Task);
        _cache.Remove(Key);
        end.SetResult("old");
        Assert.Equal("old", await waiting);
        Assert.False(_cache.TryGet<string>(Key, out _));
    }

    [Fact]
    public async Task Set_WhileItIsBeingLoaded_Wins()
    {
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = GetAsync(end.Task);
        _cache.Set(Key, "new", Life);
        end.SetResult("old");
        await waiting;
        Assert.True(_cache.TryGet<string>(Key, out var value));
        Assert.Equal("new", value);
    }

    [Fact]
    public void Probe_OfACacheThatWorks_IsTrue()
    {
        Assert.True(_cache.Probe());
        Assert.Equal(1, _cache.Count);
        Assert.True(_cache.Bytes > 0);
    }

    [Fact]
    public async Task GetOrLoadAsync_Always_CountsWhatItFound()
    {
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener();
        var factory = _services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                me.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var name = string.Join('/', tags.ToArray().Select(t => t.Value));
            counts[name] = counts.GetValueOrDefault(name) + count;
        });
        listener.Start();
        await GetAsync(Task.FromResult("one"));
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        await GetAsync(Task.FromException<string>(new IOException()));
        Assert.Equal(2, counts["memory/miss"]);
        Assert.Equal(1, counts["memory/hit"]);
        Assert.Equal(1, counts["memory/stale"]);
    }

    [Fact]
    public void Of_AKindAndAnId_CarriesTheVersion() => Assert.Equal("v1:contact:42", CacheKeys.Of("contact", "42"));

    private Task<string> GetAsync(Task<string> load) =>
        _cache.GetOrLoadAsync(
            Key,
            Life,
            _ =>
            {
                Interlocked.Increment(ref _loads);
                return load;
            },
            CancellationToken.None).AsTask();
}
