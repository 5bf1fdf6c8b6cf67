namespace Relevo.Gateway.Operating.Standby;

/// <summary>What a step of a playbook switched to backups, and may take back until somebody else switches.</summary>
internal sealed class BackupClaim
{
    public bool Numbers { get; set; }

    public bool Addresses { get; set; }
}
