using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Vitals;
using Relevo.Gateway.Tests.Configuration;
using Relevo.Resilience.Health;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Health;

/// <summary>R03: a gateway that uses all that it may have is busy, however many processors the machine has.</summary>
public sealed class ProcessorShareTests : IDisposable
{
    private const string Groups = "sys/fs/cgroup/";
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("40000 100000", 0.4)]
    [InlineData("max 100000", null)]
    [InlineData("", null)]
    [InlineData("nonsense", null)]
    public void Read_InAGroupOfVersionTwo_IsItsQuota(string quota, double? expected)
    {
        Write("proc/self/cgroup", "0::/app");
        Write(Groups + "app/cpu.max", quota);
        Assert.Equal(expected ?? Environment.ProcessorCount, Share().Read());
    }

    [Theory]
    [InlineData("50000", 0.5)]
    [InlineData("-1", null)]
    public void Read_InAGroupOfVersionOne_IsItsQuota(string quota, double? expected)
    {
        Write("proc/self/cgroup", "9:memory:/else\n1:cpu,cpuacct:/app\n0::/");
        Write(Groups + "cpu/app/cpu.cfs_quota_us", quota);
        Write(Groups + "cpu/app/cpu.cfs_period_us", "100000");
        Assert.Equal(expected ?? Environment.ProcessorCount, Share().Read());
    }

    [Fact]
    public void Read_WhereTheGroupAboveLeavesLess_IsThat()
    {
        Write("proc/self/cgroup", "0::/pod/app");
        Write(Groups + "pod/app/cpu.max", "90000 100000");
        Write(Groups + "pod/cpu.max", "20000 100000");
        Assert.Equal(0.2, Share().Read());
    }

    [Fact]
    public void Read_InAContainerThatDoesNotKnowItsPath_IsTheQuotaAtTheTop()
    {
        Write("proc/self/cgroup", "0::/machine/only/outside");
        Write(Groups + "cpu.max", "30000 100000");
        Assert.Equal(0.3, Share().Read());
    }

    [Fact]
    public void Read_WhereTheQuotaIsChanged_FollowsIt()
    {
        Write("proc/self/cgroup", "0::/");
        Write(Groups + "cpu.max", "max 100000");
        var share = Share();
        Assert.Equal(Environment.ProcessorCount, share.Read());
        Write(Groups + "cpu.max", "10000 100000");
        Assert.Equal(0.1, share.Read());
    }

    [Fact]
    public void Read_WithoutGroups_IsTheMachine() => Assert.Equal(Environment.ProcessorCount, Share().Read());

    /// <summary>The figure is judged after a minute, and no worse than DEGRADED while the pool keeps up.</summary>
    [Fact]
    public void CpuVital_WhileThePoolKeepsUp_IsDegradedAtMost()
    {
        var settings = new GatewaySettings();
        settings.Health.Vitals.CpuPercent = new VitalLimits { Warning = 0, Critical = 0 };
        var vital = new CpuVital(new SettingsHolder(settings), new ManualTime()); // whose time stands still, so nothing waits
        for (var reading = 1; reading < 60; reading++)
        {
            Assert.Null(vital.Read());
        }

        var last = vital.Read()!.Value;
        Assert.Equal(HealthLevel.Degraded, last.AtMost);
        Assert.Equal(HealthLevel.Critical, vital.Rule.Judge(last.Value));
        Assert.Contains("of the processors that it may use", last.Text, StringComparison.Ordinal);
    }

    private ProcessorShare Share() => new(_root.Path);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
