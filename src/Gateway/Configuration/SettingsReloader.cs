using System.Threading.Channels;
using Relevo.Gateway.Configuration.Loading;
using Relevo.Gateway.Configuration.Reloading;
using Relevo.Resilience.Loops;

namespace Relevo.Gateway.Configuration;

/// <summary>
/// Follows the settings file while the gateway runs. A good change is put in force as a whole; a bad one changes nothing
/// and stands in <see cref="ReloadProblem"/> until the file is good again.
/// </summary>
public sealed class SettingsReloader : IDisposable
{
    private const string Loop = "settings";
    private const int MaxAlarmed = 64; // A file that is rewritten badly forever must not fill the memory.

    private readonly SettingsHolder _holder;
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<SettingsReloader> _logger;
    private readonly ReloadJudge _judge;
    private readonly HangWatch _watch;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<string> _alarmed = new(StringComparer.Ordinal);

    private LoopKeeper? _loops;
    private ReloadTriggers? _triggers;
    private Task<SettingsFileReading>? _reading;
    private bool _forced;
    private volatile string? _problem;
    private volatile IReadOnlyList<string> _needRestart = [];

    /// <summary>Creates it; <see cref="Start"/> begins.</summary>
    public SettingsReloader(SettingsHolder holder, SettingsLoader loader, string file, TimeProvider time, ILogger<SettingsReloader> logger)
    {
        _holder = holder;
        _file = Path.GetFullPath(file);
        _time = time;
        _logger = logger;
        _judge = new ReloadJudge(reading => loader.Check(reading, _file));
        _watch = new HangWatch(time, _file);
    }

    /// <summary>Why the file is not what is in force, in a sentence; null while it is good.</summary>
    public string? ReloadProblem => _watch.Problem ?? _problem;

    /// <summary>Sections that were changed in the file and take effect with the next start only.</summary>
    public IReadOnlyList<string> NeedRestart => _needRestart;

    /// <summary>The file that is followed.</summary>
    public string File => _file;

    /// <summary>Begins to follow the file and SIGHUP.</summary>
    public void Start(LoopKeeper loops)
    {
        ArgumentNullException.ThrowIfNull(loops);
        _triggers = new ReloadTriggers(_file, _time, Wake, _logger);
        _loops = loops;
        loops.Keep(new LoopPlan(Loop, FollowAsync));
    }

    /// <summary>Ends following; a change under way is still finished.</summary>
    public Task StopAsync() => _loops?.ReleaseAsync(Loop) ?? Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _triggers?.Dispose();
    }

    internal Task CheckAsync(bool forced) => CheckAsync(forced, beat: null);

    // A disk that does not answer is told by the watch; a part that never takes up settings hangs the loop.
    private async Task CheckAsync(bool forced, LoopBeat? beat)
    {
        _watch.Begin();
        try
        {
            _reading ??= Task.Run(() => SettingsFile.Read(_file));
            await (beat?.WhileAsync(_reading.WaitAsync(_stop.Token)) ?? _reading.WaitAsync(_stop.Token));
            var reading = await _reading;
            beat?.Tell();
            if (_judge.Look(reading, forced, _watch.Now) is { } result)
            {
                Conclude(reading, result);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ReloadLog.CheckFailed(_logger, exception);
        }
        finally
        {
            _reading = _reading is { IsCompleted: true } ? null : _reading;
            _watch.End();
        }
    }

    private void Wake(bool forced)
    {
        if (forced)
        {
            Interlocked.Exchange(ref _forced, true);
        }

        _wakes.Writer.TryWrite(forced);
    }

    private async Task FollowAsync(LoopBeat beat, CancellationToken stopping)
    {
        while (true)
        {
            await beat.WhileAsync(_wakes.Reader.WaitToReadAsync(stopping).AsTask());
            _wakes.Reader.TryRead(out _);
            beat.Tell();
            await CheckAsync(Interlocked.Exchange(ref _forced, false), beat);
        }
    }

    private void Conclude(SettingsFileReading reading, SettingsResult result)
    {
        if (result.Settings is { } settings)
        {
            Adopt(settings, result.Warnings);
            return;
        }

        _problem = string.Join("; ", result.Errors);
        if (_alarmed.Count == MaxAlarmed)
        {
            _alarmed.Clear();
        }

        if (_alarmed.Add(reading.Fingerprint))
        {
            ReloadLog.Refused(_logger, _holder.Version, _problem);
        }
    }

    private void Adopt(GatewaySettings settings, IReadOnlyList<SettingProblem> warnings)
    {
        var current = _holder.Current;
        var changed = SettingsSections.Changed(current, settings);
        var needRestart = SettingsSections.NeedRestart(current, settings);
        var wasBad = _problem is not null;
        _needRestart = needRestart;
        _problem = null;
        _alarmed.Clear();
        if (needRestart.Count > 0)
        {
            ReloadLog.NeedsRestart(_logger, string.Join(", ", needRestart));
        }

        if (changed.Count > 0)
        {
            PutInForce(SettingsSections.Merge(current, settings), changed, warnings);
        }
        else if (wasBad)
        {
            ReloadLog.GoodAgain(_logger, _holder.Version);
        }
    }

    private void PutInForce(GatewaySettings settings, IReadOnlyList<string> changed, IReadOnlyList<SettingProblem> warnings)
    {
        try
        {
            _holder.Replace(settings);
        }
        catch (AggregateException exception)
        {
            ReloadLog.ListenerFailed(_logger, _holder.Version, exception);
        }

        ReloadLog.InForce(_logger, _holder.Version, string.Join(", ", changed));
        foreach (var warning in warnings)
        {
            ReloadLog.Doubtful(_logger, warning);
        }
    }
}
