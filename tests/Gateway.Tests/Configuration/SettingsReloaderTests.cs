using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Configuration.Reloading;
using Relevo.Resilience.Health;
using Relevo.Resilience.Loops;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Configuration;

public sealed class SettingsReloaderTests : IAsyncLifetime
{
    private const int InForce = 1101;
    private const int Refused = 1102;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ListLogger<SettingsReloader> _log = new();
    private readonly ComplaintBook _complaints = new();
    private readonly SettingsLoader _loader = new(new Dictionary<string, string>());
    private readonly SettingsHolder _holder;
    private readonly SettingsReloader _reloader;
    private readonly string _file;
    private readonly LoopKeeper _loops;

    public SettingsReloaderTests()
    {
        _file = _folder.Write(Samples.Small());
        _holder = new SettingsHolder(_loader.Load(_file).Settings!);
        _reloader = new SettingsReloader(_holder, _loader, _file, _time, _log);
        _loops = new LoopKeeper(_complaints, _time, NullLogger<LoopKeeper>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _reloader.StopAsync();
        await _loops.DisposeAsync();
        _reloader.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string, string> BadContents => new()
    {
        { "invalid JSON", "{ \"Numbers\": }" },
        { "half-written", Samples.Small()[..60] },
        { "empty", "" },
        { "weights sum 0", Samples.Small(weight: 0) },
        { "negative", Samples.Small(weight: -3) },
        { "NaN", Samples.Small(more: ", \"Delivery\": { \"FirstPauseSeconds\": NaN }") },
        { "NaN as text", Samples.Small(more: ", \"Delivery\": { \"FirstPauseSeconds\": \"NaN\" }") },
        { "infinite", Samples.Small(more: ", \"Delivery\": { \"FirstPauseSeconds\": 1e999 }") },
        { "unknown provider", Samples.Small(number: "\"Provider\": \"metta\"") },
        { "unknown application", Samples.Small(number: "\"Provider\": \"meta\", \"Application\": \"nobody\"") },
        { "unknown key", Samples.Small(more: ", \"Nmbers\": {}") },
    };

    [Theory]
    [MemberData(nameof(BadContents))]
    public async Task Check_BadContent_ChangesNothingAndAlarmsOnce(string what, string content)
    {
        var before = _holder.Current;
        _folder.Write(content);

        await Look(20);

        Assert.Same(before, _holder.Current);
        Assert.Equal(1, _holder.Version);
        Assert.True(_reloader.ReloadProblem is not null, what);
        Assert.Equal(1, _log.Count(Refused));
    }

    [Fact]
    public async Task Check_HundredMegabytes_ChangesNothingAndAlarmsOnce()
    {
        using (var stream = File.Create(_file))
        {
            stream.SetLength(100_000_000);
        }

        await Look(20);

        Assert.Contains("larger than 4 MB", _reloader.ReloadProblem, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_holder.Version, _log.Count(Refused)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_MissingOrUnreadable_ChangesNothingAndAlarmsOnce(bool folder)
    {
        File.Delete(_file);
        if (folder)
        {
            Directory.CreateDirectory(_file);
        }

        await Look(20);

        Assert.Contains(folder ? "it is a folder" : "there is no file", _reloader.ReloadProblem, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_holder.Version, _log.Count(Refused)));
    }

    [Fact]
    public async Task Check_FileBeingWritten_WaitsUntilItIsWhole()
    {
        var whole = Samples.Small(weight: 9);
        for (var length = 10; length < whole.Length; length += 40)
        {
            _folder.Write(whole[..length]);
            await Look(2);
        }

        _folder.Write(whole);
        await Look(3);

        Assert.Equal(9, _holder.Current.Numbers["main"].Weight);
        Assert.Null(_reloader.ReloadProblem);
        Assert.Equal(0, _log.Count(Refused));
    }

    [Fact]
    public async Task Check_EachBadContent_AlarmsOnce()
    {
        foreach (var weight in new[] { -1, -2, -1, -2 })
        {
            _folder.Write(Samples.Small(weight));
            await Look(3);
        }

        Assert.Equal(2, _log.Count(Refused));
    }

    [Fact]
    public async Task Check_GoodAfterBad_ClearsTheAlarm()
    {
        _folder.Write(Samples.Small(weight: -1));
        await Look(3);
        _folder.Write(Samples.Small());
        await Look(3);

        Assert.Null(_reloader.ReloadProblem);
        Assert.Equal(1, _holder.Version);
    }

    [Fact]
    public async Task Check_SameSizeAndTime_IsStillSeen()
    {
        var written = File.GetLastWriteTimeUtc(_file);
        await Look(3);
        _folder.Write(Samples.Small(weight: 2));
        File.SetLastWriteTimeUtc(_file, written);
        await Look(3);

        Assert.Equal((2, 2), (_holder.Version, _holder.Current.Numbers["main"].Weight));
    }

    [Fact]
    public async Task Check_SectionsThatNeedARestart_AreNamedAndTheOthersSwapped()
    {
        _folder.Write(Samples.Small(weight: 5, more: ", \"Lanes\": { \"ReadRows\": 64 }, \"Gateway\": { \"Url\": \"http://127.0.0.1:9000\" }, \"Delivery\": { \"MaxReplies\": 3 }"));
        await Look(3);

        Assert.Equal(["Gateway", "Lanes"], _reloader.NeedRestart);
        Assert.Equal((5, 3), (_holder.Current.Numbers["main"].Weight, _holder.Current.Delivery.MaxReplies));
        Assert.Equal(("http://127.0.0.1:8000", 512), (_holder.Current.Gateway.Url, _holder.Current.Lanes.ReadRows));
    }

    [Fact]
    public void Merge_EverySection_ComesFromOneSideOrTheOther()
    {
        var (now, next) = (new GatewaySettings(), new GatewaySettings());
        var merged = SettingsSections.Merge(now, next);
        foreach (var section in typeof(GatewaySettings).GetProperties())
        {
            var taken = section.GetValue(merged);
            Assert.True(ReferenceEquals(taken, section.GetValue(now)) || ReferenceEquals(taken, section.GetValue(next)), section.Name);
        }
    }

    [Fact]
    public async Task Check_ListenerThatFails_KeepsNobodyElseFromBeingTold()
    {
        var told = 0;
        _holder.Changed += _ => throw new InvalidOperationException("boom");
        _holder.Changed += s => told = s.Numbers["main"].Weight;
        _folder.Write(Samples.Small(weight: 4));
        await Look(3);

        Assert.Equal((4, 2, 1), (told, _holder.Version, _log.Count(1105)));
    }

    [Fact]
    public async Task Check_AThousandReloads_NeverShowAMixture()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntil(stop.Token))).ToArray();
        for (var i = 1; i <= 1000; i++)
        {
            _folder.Write(Samples.Small(weight: i % 1000, key: "ops-key-" + (i % 1000)).Replace("\"Weight\": 0", "\"Weight\": 1000", StringComparison.Ordinal));
            await _reloader.CheckAsync(forced: true);
        }

        await stop.CancelAsync();
        Assert.Equal(0, (await Task.WhenAll(readers)).Sum());
        Assert.Equal(1001, _holder.Version);
    }

    [Fact]
    public async Task Start_ChangedFile_IsTakenUp()
    {
        _reloader.Start(_loops);
        _folder.Write(Samples.Small(weight: 6));
        while (_log.Count(InForce) == 0)
        {
            _time.Advance(Second);
            await Task.Yield();
        }

        Assert.Equal(6, _holder.Current.Numbers["main"].Weight);
    }

    [SkippableFact]
    public async Task Start_Sighup_ReloadsAtOnce()
    {
        Skip.If(OperatingSystem.IsWindows());
        _reloader.Start(_loops);
        _folder.Write(Samples.Small(weight: 8));
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"kill -HUP {Environment.ProcessId}"]);
        await kill.WaitForExitAsync();
        await _log.WaitFor(InForce);

        Assert.Equal(8, _holder.Current.Numbers["main"].Weight);
    }

    [Fact]
    public async Task ReloadProblem_AListenerThatHangs_IsReported()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        _holder.Changed += _ =>
        {
            entered.Release();
            release.Wait();
        };
        _folder.Write(Samples.Small(weight: 3));
        _time.Advance(Second);
        var check = Task.Run(() => _reloader.CheckAsync(forced: true));
        await entered.WaitAsync();

        Assert.Null(_reloader.ReloadProblem);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Contains("has not ended for 11 s", _reloader.ReloadProblem, StringComparison.Ordinal);
        release.Set();
        await check;
        Assert.Null(_reloader.ReloadProblem);
    }

    [Fact]
    public async Task Start_AListenerThatHangs_IsGivenUpAndTheNextChangeIsTakenUp()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        _holder.Changed += settings =>
        {
            if (settings.Numbers["main"].Weight == 3)
            {
                entered.Release();
                release.Wait();
            }
        };
        _reloader.Start(_loops);
        _folder.Write(Samples.Small(weight: 3));
        await AdvanceUntil(() => entered.Wait(0));
        await AdvanceUntil(() => _complaints.List().Any(complaint => complaint.Source.Contains("settings", StringComparison.Ordinal)));
        _folder.Write(Samples.Small(weight: 9));
        await AdvanceUntil(() => _holder.Current.Numbers["main"].Weight == 9);
        release.Set();
    }

    // Time passes only while nobody waits for a thread, so that a busy machine does not make the loop look as if it hung.
    private Task AdvanceUntil(Func<bool> isSo) => Until.TrueAsync(isSo, "that", () =>
    {
        if (ThreadPool.PendingWorkItemCount == 0)
        {
            _time.Advance(TimeSpan.FromSeconds(0.25));
        }
    });

    // The weight and the key of one version carry the same figure.
    private int ReadUntil(CancellationToken stop)
    {
        var mixed = 0;
        while (!stop.IsCancellationRequested)
        {
            var current = _holder.Current;
            var key = current.Api.Keys["ops"].Key;
            var weight = current.Numbers["main"].Weight % 1000;
            mixed += key == "ops-key-12" || key == "ops-key-" + weight ? 0 : 1;
        }

        return mixed;
    }

    private async Task Look(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _reloader.CheckAsync(forced: false);
            _time.Advance(Second);
        }
    }
}
