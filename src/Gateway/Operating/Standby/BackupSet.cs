using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.LoadBalancer.Numbers;

namespace Relevo.Gateway.Operating.Standby;

/// <summary>Everything that has a backup, switched together and taken back together.</summary>
internal sealed class BackupSet(NumberPool pool, BackupSwitch addresses, SettingsHolder settings)
{
    private readonly Lock _gate = new();
    private BackupClaim? _claim; // of the step that switched last; null once a person has

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
        lock (_gate)
        {
            _claim = null;
            return Switch_NeedsGate(on: true, numbers: true, withApplications, cancellation);
        }
    }

    /// <summary>The same for a step of a playbook: what is not active yet.</summary>
    /// <param name="claim">Becomes what was switched, before the switch is durable.</param>
    /// <param name="withApplications">Whether addresses are switched as well.</param>
    /// <param name="cancellation">Ends the wait for its being durable.</param>
    /// <returns>False when all is active already.</returns>
    public async Task<bool> ActivateAsync(BackupClaim claim, bool withApplications, CancellationToken cancellation)
    {
        Task saved;
        lock (_gate)
        {
            cancellation.ThrowIfCancellationRequested();
            var state = Read();
            claim.Numbers = state.Numbers.Count > 0 && !state.NumbersActive;
            claim.Addresses = withApplications && state.Applications.Count > 0 && !state.ApplicationsActive;
            if (!claim.Numbers && !claim.Addresses)
            {
                return false;
            }

            _claim = claim;
            saved = Switch_NeedsGate(on: true, claim.Numbers, claim.Addresses, cancellation);
        }

        await saved;
        return true;
    }

    /// <summary>Takes everything back.</summary>
    public Task<HandOutcome> ReleaseAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _claim = null;
            addresses.ReadmitAll();
            return Switch_NeedsGate(on: false, numbers: true, withAddresses: true, cancellation);
        }
    }

    /// <summary>Takes back what a step of a playbook switched.</summary>
    /// <returns>False when somebody else has switched since: that stays.</returns>
    public async Task<bool> ReleaseAsync(BackupClaim claim, CancellationToken cancellation)
    {
        Task saved;
        lock (_gate)
        {
            if (!ReferenceEquals(_claim, claim))
            {
                return false;
            }

            _claim = null;
            saved = Switch_NeedsGate(on: false, claim.Numbers, claim.Addresses, cancellation);
        }

        await saved;
        return true;
    }

    private Task<HandOutcome> Switch_NeedsGate(bool on, bool numbers, bool withAddresses, CancellationToken cancellation)
    {
        if (withAddresses)
        {
            addresses.AreActive = on;
        }

        return numbers ? pool.ActivateBackupsAsync(on, cancellation) : Task.FromResult(HandOutcome.Saved);
    }
}
