namespace Relevo.Gateway.Configuration;

/// <summary>The settings in force. Readers take <see cref="Current"/> once per piece of work; a reload replaces it as a whole.</summary>
public sealed class SettingsHolder(GatewaySettings initial)
{
    private volatile GatewaySettings _current = initial;

    /// <summary>Raised after <see cref="Current"/> was replaced, on the thread that replaced it.</summary>
    public event Action<GatewaySettings>? Changed;

    /// <summary>The settings in force; never changed in place.</summary>
    public GatewaySettings Current => _current;

    /// <summary>Puts checked settings in force.</summary>
    public void Replace(GatewaySettings settings)
    {
        _current = settings;
        Changed?.Invoke(settings);
    }
}
