using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Health.Exposition;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Health;

public sealed class ScrapeTests
{
    private readonly ManualTime _time = new();
    private readonly Scrape _scrape;
    private Func<byte[]> _collect = () => [1];
    private int _collections;

    public ScrapeTests() => _scrape = new Scrape(Collect, _time, NullLogger<Scrape>.Instance);

    [Fact]
    public async Task GetAsync_Always_ReturnsWhatWasCollected()
    {
        Assert.Equal([1], await _scrape.GetAsync(default));
        _collect = () => [2];
        Assert.Equal([2], await _scrape.GetAsync(default));
    }

    [Fact]
    public async Task GetAsync_ByManyAtATime_CollectsOnce()
    {
        using var release = new ManualResetEventSlim();
        _collect = () =>
        {
            release.Wait();
            return [1];
        };
        var waiting = Enumerable.Range(0, 50).Select(_ => _scrape.GetAsync(default)).ToList();
        release.Set();
        Assert.All(await Task.WhenAll(waiting), text => Assert.Equal([1], text));
        Assert.Equal(1, _collections);
    }

    [Fact]
    public async Task GetAsync_WhileACollectionHangs_ServesTheLastTextAndThenNone()
    {
        using var release = new ManualResetEventSlim();
        Assert.Equal([1], await _scrape.GetAsync(default));
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _collect = () =>
        {
            began.SetResult();
            release.Wait();
            return [2];
        };
        var waiting = _scrape.GetAsync(default);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await _time.WhenArmedAsync(1).WaitAsync(TimeSpan.FromSeconds(30));
        _time.Advance(Scrape.Deadline);
        Assert.Equal([1], await waiting);
        _time.Advance(Scrape.LongestKept);
        Assert.Null(await TimeOutAsync());
        Assert.Equal(2, _collections);
        release.Set();
    }

    [Fact]
    public async Task GetAsync_WhenACollectionFails_ServesTheLastTextAndTriesAgain()
    {
        Assert.Equal([1], await _scrape.GetAsync(default));
        _collect = () => throw new InvalidOperationException();
        Assert.Equal([1], await _scrape.GetAsync(default));
        _collect = () => [3];
        Assert.Equal([3], await _scrape.GetAsync(default));
    }

    private async Task<byte[]?> TimeOutAsync()
    {
        var waiting = _scrape.GetAsync(default);
        await _time.WhenArmedAsync(1).WaitAsync(TimeSpan.FromSeconds(30));
        _time.Advance(Scrape.Deadline);
        return await waiting;
    }

    private byte[] Collect()
    {
        Interlocked.Increment(ref _collections);
        return _collect();
    }
}
