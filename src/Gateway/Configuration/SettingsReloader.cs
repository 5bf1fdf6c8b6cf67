using System.Threading.Channels;
using Relevo.Gateway.Configuration.Loading;
using Relevo.Gateway.Configuration.Reloading;

namespace Relevo.Gateway.Configuration;

/// <summary>
/// Follows the settings file while the gateway runs. A good change is put in force as a whole; a bad one changes nothing
/// and stands in <see cref="ReloadProblem"/> until the file is good again.
/// </summary>
public sealed class SettingsReloader : IDisposable
{
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
    public void Start()
    {
        _triggers = new ReloadTriggers(_file, _time, Wake, _logger);
        _ = Task.Run(FollowAsync);
    }

    /// <summary>Ends following; a change under way is still finished.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _triggers?.Dispose();
        _wakes.Writer.TryComplete();
    }

    internal async Task CheckAsync(bool forced)
    {
        _watch.Begin();
        try
        {
            _reading ??= Task.Run(() => SettingsFile.Read(_file));
            var reading = await _reading.WaitAsync(_stop.Token);
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

    private async Task FollowAsync()
    {
        try
        {
            while (await _wakes.Reader.WaitToReadAsync(_stop.Token))
            {
                _wakes.Reader.TryRead(out _);
                await CheckAsync(Interlocked.Exchange(ref _forced, false));
            }
        }
        catch (OperationCanceledException)
        {
            ReloadLog.Ended(_logger, _file);
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
