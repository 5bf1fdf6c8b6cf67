using System.Net;
using System.Text.Json;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Tests.Health;

/// <summary>U11 for levels: a component that is up for 5 s and down for 5 s, again and again.</summary>
public sealed class FlappingTests
{
    private const int Seconds = 5;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Level_WhileACriticalComponentFlaps_ChangesAtMostTwiceAMinuteAndRecovers()
    {
        await using var host = await HealthHost.StartAsync();
        var begin = host.Monitor.Uptime;
        var isFlapping = true;
        host.Store.Probe = _ => isFlapping && IsDown(host, begin) ? throw new StoreException("The disk is away.") : Task.CompletedTask;
        await JudgeAsync(host, HealthLevel.Critical, begin, () => isFlapping = false);
    }

    [Fact]
    public async Task Level_WhileAnApplicationFlaps_ChangesAtMostTwiceAMinuteAndRecovers()
    {
        await using var host = await HealthHost.StartAsync();
        var begin = host.Monitor.Uptime;
        var isFlapping = true;
        host.Applications.Look = () => isFlapping && IsDown(host, begin) ? "it refuses connections" : null;
        await JudgeAsync(host, HealthLevel.Degraded, begin, () => isFlapping = false);
    }

    /// <summary>The webhook is down because the database is. Both come back look by look, and are one fault all the way.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(5.125)]
    [InlineData(5.25)]
    [InlineData(5.375)]
    public async Task Level_WhileTheDatabaseComesBack_IsNoEmergency(double seconds)
    {
        await using var host = await HealthHost.StartAsync();
        var changes = new List<HealthLevel>();
        host.Monitor.LevelChanged += change => changes.Add(change.To);
        host.Store.Probe = _ => throw new StoreException("The disk is away.");
        await host.UntilAsync(snapshot => snapshot.Uptime.TotalSeconds >= seconds && snapshot.Components.Count(component => component is { IsCritical: true, IsUp: false }) == 2);
        host.Store.Probe = _ => Task.CompletedTask;
        await host.UntilAsync(snapshot => snapshot.Level == HealthLevel.Healthy);
        Assert.Equal([HealthLevel.Critical, HealthLevel.Healthy], changes);
    }

    private static bool IsDown(HealthHost host, TimeSpan begin) => (int)(host.Monitor.Uptime - begin).TotalSeconds / Seconds % 2 == 0;

    private static async Task JudgeAsync(HealthHost host, HealthLevel expected, TimeSpan begin, Action mend)
    {
        var changes = new List<(TimeSpan At, HealthLevel To)>();
        host.Monitor.LevelChanged += change => changes.Add((change.Snapshot.Uptime, change.To));
        await host.UntilAsync(_ => host.Monitor.Uptime - begin > Lasts);
        Assert.Equal(expected, changes.Max(change => change.To));
        Assert.All(changes, change => Assert.InRange(changes.Count(other => other.At >= change.At && other.At - change.At < Minute), 1, 2));
        mend();
        await host.UntilAsync(snapshot => snapshot.Level == HealthLevel.Healthy);
        using var answer = await host.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("HEALTHY", json.RootElement.GetProperty("level").GetString());
    }
}
