using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Health.Readings;
using Relevo.Gateway.Tests.Sending.Lanes;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Health;
using Relevo.Sandbox.Script;

namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>U12 for levels: what the whole is called while most of its numbers cannot be relied on, and what it still sends.</summary>
public sealed class PoolLevelTests
{
    private static readonly string[] Numbers = ["a", "b", "c", "d"];

    [Fact]
    public async Task Level_MostNumbersFail_IsDegradedNamesThemAndSendsThroughTheRest()
    {
        await using var rig = await SendRig.StartAsync(Numbers);
        Assert.Equal(HealthLevel.Healthy, (await LookAsync(rig)).Level);
        foreach (var number in Numbers[..3])
        {
            rig.Sandbox.Script.Add(SendRig.Rule(number, new SandboxRule { MetaCode = 131000 }));
        }

        var sent = Contacts.Many(60).Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassUntilAsync(() => Failing(rig) == 3, "three of them fail", seconds: 1);
        var (level, pool, provider) = await LookAsync(rig);
        Assert.Equal(HealthLevel.Degraded, level);
        Assert.True(pool.IsGood, pool.Message);
        Assert.StartsWith("3 of 4 numbers cannot send: a (", provider.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("d (", provider.Message, StringComparison.Ordinal);

        await rig.PassUntilAsync(() => sent.TrueForAll(position => rig.Row(position).State != MessageState.Waiting), "the end of all sends", seconds: 1);
        Assert.True(sent.Count(position => rig.Row(position).State == MessageState.Completed) >= sent.Count / 4, "at least the share that still works");
    }

    [Fact]
    public async Task Level_EveryNumberIsBanned_IsCritical()
    {
        await using var rig = await SendRig.StartAsync(Numbers);
        rig.Sandbox.Script.Add(new SandboxRule { Ban = true });
        var sent = Contacts.Many(20).Select(contact => rig.Send(contact, "x")).ToList();
        await rig.PassUntilAsync(() => rig.Pool.List().All(number => number.Standing == NumberStanding.Down), "all of them are banned", seconds: 1);
        var (level, pool, _) = await LookAsync(rig);
        Assert.Equal(HealthLevel.Critical, level);
        Assert.StartsWith("0 of 4 numbers can send", pool.Message, StringComparison.Ordinal);
        Assert.All(sent, position => Assert.Equal(MessageState.Waiting, rig.Row(position).State));
    }

    private static int Failing(SendRig rig) =>
        rig.Pool.List().Count(number => number.Standing == NumberStanding.Ejected || number.FailuresInARow >= rig.Settings.Current.LoadBalancer.Outliers.ConsecutiveFailures);

    private static async Task<(HealthLevel Level, CheckResult Pool, CheckResult Provider)> LookAsync(SendRig rig)
    {
        IHealthCheck[] checks = [new LoadBalancerCheck(rig.Settings, rig.Pool.List), new ProviderCheck("meta", rig.Settings, new WebhookActivity(rig.Time), rig.Pool.List, new NoReach())];
        var found = new List<(IHealthCheck Check, CheckResult Result)>();
        foreach (var check in checks)
        {
            found.Add((check, await check.CheckAsync(CancellationToken.None)));
        }

        var level = LevelJudge.Judge(found.Count(each => each.Check.IsCritical && !each.Result.IsGood), found.Count(each => !each.Check.IsCritical && !each.Result.IsGood));
        return (level, found[0].Result, found[1].Result);
    }
}
