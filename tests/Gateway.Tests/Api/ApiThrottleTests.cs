using System.Diagnostics;
using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Tests.Api;

/// <summary>The bound of calls per key. Its clock is the machine's, so what may pass is judged by the time that passed.</summary>
public sealed class ApiThrottleTests : IAsyncLifetime
{
    private const int PerSecond = 5;

    private ApiHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync();
        _host.Settings.Current.Api.Keys["slow"] = new ApiKeyOptions { Key = "slow-key-1", Roles = ["read"], RequestsPerSecond = PerSecond };
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Call_ManyAtOnce_MoreThanASecondsWorthAre429()
    {
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _host.SendAsync("GET", "/api/numbers", key: "slow-key-1")));
        var most = PerSecond * (1 + clock.Elapsed.TotalSeconds) + 1;

        var passed = answers.Count(answer => (int)answer.StatusCode == 200);
        Assert.InRange(passed, PerSecond, most);
        var refused = answers.Where(answer => (int)answer.StatusCode != 200).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal((429, "1"), ((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString())));
        Assert.Contains("too_fast", await refused[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Call_AfterItsPause_PassesAgain()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _host.CallAsync("GET", "/api/numbers", key: "slow-key-1")));
        Assert.Contains(answers, answer => answer.Status == 429);
        var status = 429;
        for (var call = 0; call < 20_000 && status == 429; call++) // takes longer than a fifth of a second
        {
            status = (await _host.CallAsync("GET", "/api/numbers", key: "slow-key-1")).Status;
        }

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Call_OtherKeysMeanwhile_Pass()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _host.CallAsync("GET", "/api/numbers", key: "slow-key-1")));
        var others = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _host.CallAsync("GET", "/api/numbers", key: "read-key-1")));
        Assert.All(others, other => Assert.Equal(200, other.Status));
    }

    /// <summary>A key that knocks at doors it may not open is bounded as well.</summary>
    [Fact]
    public async Task Call_WithoutTheRole_CountsToo()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _host.CallAsync("GET", "/admin/status", key: "slow-key-1")));
        Assert.Equal([403, 429], answers.Select(answer => answer.Status).Distinct().Order());
    }
}
