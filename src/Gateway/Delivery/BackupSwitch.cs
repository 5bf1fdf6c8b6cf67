namespace Relevo.Gateway.Delivery;

/// <summary>Whether the backup addresses of applications are asked before the first one. Off at every start.</summary>
internal sealed class BackupSwitch
{
    private volatile bool _areActive;

    public bool AreActive
    {
        get => _areActive;
        set => _areActive = value;
    }
}
