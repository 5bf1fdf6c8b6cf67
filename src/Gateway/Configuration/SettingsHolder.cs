namespace Relevo.Gateway.Configuration;

/// <summary>The settings in force. Readers take <see cref="Current"/> once per piece of work; a reload replaces it as a whole.</summary>
public sealed class SettingsHolder(GatewaySettings initial)
{
    private volatile GatewaySettings _current = initial;
    private long _version = 1;

    /// <summary>Raised after <see cref="Current"/> was replaced, on the thread that replaced it.</summary>
    public event Action<GatewaySettings>? Changed;

    /// <summary>The settings in force; never changed in place.</summary>
    public GatewaySettings Current => _current;

    /// <summary>1 at start, one more for each replacement.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Puts checked settings in force.</summary>
    /// <exception cref="AggregateException">Some who were told failed; the settings are in force and the others were told.</exception>
    public void Replace(GatewaySettings settings)
    {
        _current = settings;
        Interlocked.Increment(ref _version);
        List<Exception>? failures = null;
        foreach (var listener in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                listener(settings);
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }

        if (failures is not null)
        {
            throw new AggregateException("Settings are in force, but a part of the gateway failed to take them up.", failures);
        }
    }
}
