using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Operating.Standby;

/// <summary>Everything that has a backup, switched together and taken back together.</summary>
internal sealed class BackupSet(NumberPool pool, BackupSwitch addresses, SettingsHolder settings)
{
    public BackupState Read()
    {
        var numbers = pool.List().Where(number => number.IsBackup).ToList();
        var applications = settings.Current.Applications.Where(application => application.Value.BackupUrls.Count > 0).Select(application => application.Key);
        return new BackupState([.. numbers.Select(number => number.Name)], numbers.Count > 0 && numbers.TrueForAll(number => number.IsActivatedByHand), [.. applications], addresses.AreActive)
        {
            Isolated = addresses.Isolated,
        };
    }

    /// <summary>Uses backup numbers like primaries, and, if asked, backup addresses before the first ones; kept over a restart.</summary>
    public Task<HandOutcome> ActivateAsync(bool withApplications, CancellationToken cancellation)
    {
        addresses.AreActive |= withApplications;
        return pool.ActivateBackupsAsync(on: true, cancellation);
    }

    /// <summary>Takes everything back.</summary>
    public Task<HandOutcome> ReleaseAsync(CancellationToken cancellation)
    {
        addresses.AreActive = false;
        addresses.ReadmitAll();
        return pool.ActivateBackupsAsync(on: false, cancellation);
    }
}
