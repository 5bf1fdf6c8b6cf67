using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Degrading;

/// <summary>Lines of the log that only inform are left out while features that are not essential rest. Levels that the settings name stay as they are.</summary>
internal sealed class DetailedLog : IDegradable, IPostConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    private ConfigurationReloadToken _token = new();
    private volatile bool _isOff;

    string IDegradable.Name => "detailed log";

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    public void Apply(Restriction restriction)
    {
        if (_isOff != restriction.AreFeaturesOff)
        {
            _isOff = restriction.AreFeaturesOff;
            Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload();
        }
    }

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        if (_isOff && options.MinLevel < LogLevel.Warning)
        {
            options.MinLevel = LogLevel.Warning;
        }
    }

    public IChangeToken GetChangeToken() => _token;
}
