using System.Diagnostics;
using System.Globalization;
using Relevo.Gateway.FunctionalTests.Checking;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A gateway on a data directory of its own, the provider before it, the application behind it, and what all three saw.</summary>
internal sealed class Rig : IAsyncDisposable
{
    /// <summary>Time for which an answer of the application may be known to the gateway and not yet be durable.</summary>
    private static readonly TimeSpan Unsettled = TimeSpan.FromSeconds(1);
    private readonly TempFolder _folder = new();
    private readonly List<Window> _windows = [];
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<GatewayProcess> _lives = [];
    private DiskWatch? _disk;
    private long _killed;

    private Rig(ulong seed, string? dataDirectory, bool withApplication)
    {
        var url = "http://127.0.0.1:" + Ports.Next().ToString(CultureInfo.InvariantCulture);
        Application = new Application();
        History = new History(seed);
        Client = new GatewayClient(url);
        DataDirectory = dataDirectory ?? _folder.File("data");
        Settings = Settings.Default(url, DataDirectory, withApplication ? Application.Url : null);
        Url = url;
    }

    public string Url { get; }

    public string DataDirectory { get; }

    public string SettingsFile => _folder.File("settings.json");

    public Settings Settings { get; }

    public Application Application { get; }

    public History History { get; }

    public GatewayClient Client { get; }

    /// <summary>The newest life.</summary>
    public GatewayProcess Gateway => _lives.Count > 0 ? _lives[^1] : throw new InvalidOperationException("The gateway was not started.");

    /// <summary>A folder for what else a test writes.</summary>
    public TempFolder Folder => _folder;

    /// <summary>Kills and power cuts so far.</summary>
    public IReadOnlyList<Window> Windows => _windows;

    /// <summary>A rig whose application listens and whose gateway does not run yet.</summary>
    public static async Task<Rig> CreateAsync(ulong seed = 1, string? dataDirectory = null, bool withApplication = true)
    {
        var rig = new Rig(seed, dataDirectory, withApplication);
        await rig.Application.StartAsync();
        return rig;
    }

    /// <summary>A rig whose gateway is ready.</summary>
    public static async Task<Rig> StartedAsync(Func<Settings, Settings>? settings = null, ulong seed = 1)
    {
        var rig = await CreateAsync(seed);
        settings?.Invoke(rig.Settings);
        try
        {
            await rig.StartAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    public Rig WithEnvironment(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public MetaSender NewSender(MetaSenderOptions? options = null)
    {
        _disk ??= new DiskWatch(_folder.File("disk-watch"));
        return new MetaSender(Url, History, options);
    }

    /// <summary>Starts the program without waiting for anything.</summary>
    public void Launch(IEnumerable<string>? prefix = null)
    {
        if (_killed != 0)
        {
            _windows.Add(new Window(_killed - (long)(Unsettled.TotalSeconds * Stopwatch.Frequency), Stopwatch.GetTimestamp()));
            _killed = 0;
        }

        Settings.Save(SettingsFile);
        _lives.Add(GatewayProcess.Start(["run", "--config", SettingsFile], prefix, _environment));
    }

    public async Task StartAsync(IEnumerable<string>? prefix = null)
    {
        Launch(prefix);
        await ReadyAsync();
    }

    public async Task ReadyAsync(TimeSpan? deadline = null)
    {
        await Wait.UntilAsync(
            async () => Gateway.HasExited || await Client.IsReadyAsync(), "the gateway is ready", deadline, () => Gateway.Output.ToString());
        if (Gateway.HasExited)
        {
            throw new InvalidOperationException($"The gateway ended with {await Gateway.ExitAsync(Wait.Generous)} instead of getting ready.\n{Gateway.Output}");
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        NoteDeath();
        await Gateway.KillAsync();
    }

    /// <summary>The gateway is about to die, or died, by another hand.</summary>
    public void NoteDeath() => _killed = _killed == 0 ? Stopwatch.GetTimestamp() : _killed;

    /// <summary>A graceful stop; the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan? deadline = null)
    {
        Gateway.Signal(Native.SigTerm);
        return await Gateway.ExitAsync(deadline ?? Wait.Generous);
    }

    /// <summary>Waits until everything accepted has arrived or is parked and nothing more comes, and judges the run.</summary>
    public async Task<Verdict> CheckAsync(TimeSpan? deadline = null, int inFlightLimit = 256)
    {
        var parked = new HashSet<EventId>();
        var drained = await Wait.HoldsAsync(async () => await IsDrainedAsync(parked), deadline ?? TimeSpan.FromSeconds(60), pollMilliseconds: 100) && await IsQuietAsync();
        var options = new CheckerOptions { Seed = History.Seed, Windows = _windows, InFlightLimit = inFlightLimit, Parked = parked, Drained = drained };
        return new Checker(options).Check(History.Events, Application.Deliveries);
    }

    /// <summary>As <see cref="CheckAsync"/>, and fails the test on any violation.</summary>
    public async Task<Verdict> AssertCleanAsync(TimeSpan? deadline = null, int inFlightLimit = 256)
    {
        var verdict = await CheckAsync(deadline, inFlightLimit);
        Assert.True(verdict.IsClean, $"{verdict}\n{Gateway.Output}");
        return verdict;
    }

    /// <summary>Attempts that began after a moment and met no standstill of the machine's own disk.</summary>
    public IReadOnlyList<Attempt> UndisturbedSince(long moment)
    {
        var stalls = _disk?.Stalls ?? [];
        return [.. History.AttemptsSince(moment).Where(attempt => !stalls.Any(stall => stall.Overlaps(attempt.Begin, attempt.End)))];
    }

    /// <summary>Fails the test when a webhook was not accepted the first time.</summary>
    public void AssertNoneRefused()
    {
        var refused = UndisturbedSince(0).Where(attempt => attempt.Status != 200).ToList();
        Assert.True(
            refused.Count == 0,
            $"{refused.Count} were not accepted: {string.Join(", ", refused.Take(10).Select(attempt => $"{attempt.Status} after {attempt.Took.TotalMilliseconds:0} ms"))}\n{Gateway.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives)
        {
            await life.DisposeAsync();
        }

        await Application.DisposeAsync();
        if (_disk is { } disk)
        {
            await disk.DisposeAsync();
        }

        Client.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsDrainedAsync(HashSet<EventId> parked)
    {
        var arrived = Application.Deliveries.Where(delivery => delivery.Accepted)
            .Select(delivery => delivery.ProviderMessageId).ToHashSet(StringComparer.Ordinal);
        if (Missing(arrived, parked) == 0)
        {
            return true;
        }

        foreach (var letter in await Client.DeadLettersAsync())
        {
            if (EventId.TryParse(letter.ProviderMessageId, out var id))
            {
                parked.Add(id);
            }
        }

        return Missing(arrived, parked) == 0;
    }

    private int Missing(HashSet<string?> arrived, HashSet<EventId> parked) =>
        History.Events.Count(item => item.Outcome == Outcome.Ok && !arrived.Contains(item.Id.ToString()) && !parked.Contains(item.Id));

    /// <summary>No delivery for a second: repeats that are still to come would show.</summary>
    private async Task<bool> IsQuietAsync()
    {
        for (var patience = 0; patience < 30; patience++)
        {
            var before = Application.Deliveries.Count;
            await Wait.ScheduleAsync(TimeSpan.FromSeconds(1));
            if (Application.Deliveries.Count == before && Application.UnderWay == 0)
            {
                return true;
            }
        }

        return false;
    }
}
