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
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time)
            .AddSingleton(new CacheOptions { StaleRestSeconds = 2 }).AddLayeredCache().BuildServiceProvider();
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
        _time.Advance(TimeSpan.FromSeconds(2));
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
        listener.RecordObservableInstruments();
        Assert.Equal(2, counts["memory/miss"]);
        Assert.Equal(1, counts["memory/hit"]);
        Assert.Equal(1, counts["memory/stale"]);
        Assert.Equal(0, counts["evicted"]);
        Assert.Equal(0, counts["expired"]);
    }

    [Fact]
    public async Task Read_Always_CountsWhatHappened()
    {
        await GetAsync(Task.FromResult("one"));
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        await GetAsync(Task.FromException<string>(new IOException()));
        _cache.TryGet<string>("v1:alias:8", out _);
        var now = _cache.Read();
        Assert.Equal((1, 3, 1, 2, 1), (now.Hits, now.Misses, now.StaleServed, now.Loads, now.LoadFailures));
        Assert.Equal((_cache.Count, _cache.Bytes), (now.Entries, now.Bytes));
        Assert.Equal(0.25, now.HitRatio);
        Assert.Equal(0, now.Evicted + now.Expired);
    }

    [Fact]
    public void Read_AfterManyThreadsCameAndWent_HasLostNothing()
    {
        _cache.Set(Key, "one", Life);
        for (var round = 0; round < 8; round++)
        {
            var threads = Enumerable.Range(0, 4).Select(_ => new Thread(Look)).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        }

        Assert.Equal(8 * 4 * 1000, _cache.Read().Hits);

        void Look()
        {
            for (var i = 0; i < 1000; i++)
            {
                _cache.TryGet<string>(Key, out _);
            }
        }
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenTheLoadIsSlowAndAStaleValueIsKnown_ServesItAndTakesTheNewOneLater()
    {
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        var waiting = GetAsync(end.Task);
        await _time.WhenArmedAsync(2); // The load's deadline, and the caller's patience.
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("one", await waiting);
        Assert.Equal("one", await GetAsync(end.Task)); // At once: nobody waits while it rests.

        _time.Advance(TimeSpan.FromSeconds(2));
        var joined = GetAsync(end.Task);
        end.SetResult("two");
        Assert.Equal("two", await joined);
        Assert.Equal("two", await GetAsync(end.Task));
        Assert.Equal(2, _loads);
        Assert.Equal((0, 1), (_cache.Read().LoadFailures, _cache.Read().StaleServed));
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenTheStaleValueIsForgottenMeanwhile_WaitsForTheLoad()
    {
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = GetAsync(end.Task);
        await _time.WhenArmedAsync(2);
        _cache.Remove(Key);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await _time.WhenAsync(armed => armed.Count == 1);
        end.SetResult("two");
        Assert.Equal("two", await waiting);
        Assert.False(_cache.TryGet<string>(Key, out _));
    }

    [Fact]
    public async Task GetOrLoadAsync_WhenTheLoadHangs_FailsThoseWithoutAStaleValueAtTheDeadline()
    {
        await GetAsync(Task.FromResult("one"));
        _time.Advance(Life.Fresh);
        var never = new TaskCompletionSource<string>().Task;
        var stale = GetAsync(never);
        var none = Enumerable.Range(0, 100).Select(_ => _cache.GetOrLoadAsync("v1:alias:8", Life, _ => never, CancellationToken.None).AsTask()).ToList();
        await _time.WhenArmedAsync(3); // One wait for the stale value, one deadline for each of the two loads.
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("one", await stale);
        Assert.All(none, task => Assert.False(task.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(4.5));
        foreach (var each in none)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => each);
        }
    }

    [Fact]
    public async Task GetOrLoadAsync_WithASize_CountsItOnce()
    {
        var before = _cache.Bytes;
        await _cache.GetOrLoadAsync(Key, Life, _ => Task.FromResult(new byte[5000]), CancellationToken.None, value => value.Length);
        Assert.InRange(_cache.Bytes - before, 5000, 5300);
        _cache.Remove(Key);
        Assert.Equal(before, _cache.Bytes);
    }

    [Fact]
    public async Task RemoveWhere_OfAPattern_ForgetsItsValuesAndItsLoads()
    {
        _cache.Set("v1:contact:1", "one", Life);
        _cache.Set("v1:contact:2", "two", Life);
        _cache.Set("v1:contacts:1", "other", Life);
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wanted = _cache.GetOrLoadAsync("v1:contact:3", Life, _ => end.Task, CancellationToken.None).AsTask();
        var unwanted = _cache.GetOrLoadAsync("v1:alias:3", Life, _ => end.Task, CancellationToken.None).AsTask();

        Assert.Equal(2, _cache.RemoveWhere("v1:contact:*"));
        end.SetResult("old");
        await Task.WhenAll(wanted, unwanted);
        Assert.False(_cache.TryGet<string>("v1:contact:1", out _));
        Assert.False(_cache.TryGet<string>("v1:contact:2", out _));
        Assert.False(_cache.TryGet<string>("v1:contact:3", out _));
        Assert.True(_cache.TryGet<string>("v1:contacts:1", out _));
        Assert.True(_cache.TryGet<string>("v1:alias:3", out _));
        Assert.Equal(0, _cache.RemoveWhere("v1:contact:*"));
        Assert.Equal(1, _cache.RemoveWhere("v1:alias:3"));
    }

    [Fact]
    public void LifeFactor_Raised_HoldsForWhatIsKeptFromThenOn()
    {
        _cache.Set("v1:a:1", "before", Life);
        _cache.LifeFactor = 6;
        _cache.Set("v1:a:2", "after", Life);
        _time.Advance(Life.Fresh);
        Assert.False(_cache.TryGet<string>("v1:a:1", out _));
        _time.Advance(Life.Fresh * 4.3); // 0.9 of six times as long is 5.4.
        Assert.True(_cache.TryGet<string>("v1:a:2", out _));
        _time.Advance(Life.Fresh * 0.7);
        Assert.False(_cache.TryGet<string>("v1:a:2", out _));
    }

    [Theory]
    [InlineData(0.99)]
    [InlineData(12.01)]
    [InlineData(double.NaN)]
    public void LifeFactor_OutOfRange_IsRefused(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _cache.LifeFactor = factor);

    [Fact]
    public void Probe_InQuietTimes_DropsWhatIsOver()
    {
        for (var i = 0; i < 500; i++)
        {
            _cache.Set($"v1:alias:{i}", "one", CacheLife.Only(TimeSpan.FromHours(1)));
        }

        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(_cache.Probe());
        Assert.Equal(1, _cache.Count);
        Assert.Equal(500, _cache.Read().Expired);
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
