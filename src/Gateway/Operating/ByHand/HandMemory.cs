using Relevo.Gateway.Delivery;
using Relevo.Gateway.Operating.Actions;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Records;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Operating.ByHand;

/// <summary>
/// Lets what was set by hand outlive the process: a gateway that was put into maintenance and dies must not come back and send.
/// What a playbook turned on and takes back itself is left out: its level decides again.
/// </summary>
internal sealed class HandMemory : IHostedService, IDisposable
{
    private const string Kind = "by-hand";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(1); // reading goes on
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // with an answer; saving goes on

    private readonly CancellationTokenSource _stopping = new();
    private readonly DegradationControl _control;
    private readonly WorkerScale _scale;
    private readonly BackupSwitch _addresses;
    private readonly MaintenanceAction _maintenance;
    private readonly RecordSlot _slot;
    private readonly TimeProvider _time;
    private volatile bool _isSet;

    public HandMemory(DegradationControl control, WorkerScale scale, BackupSwitch addresses, MaintenanceAction maintenance, IRecordStore records, TimeProvider time, ILogger<HandMemory> logger)
    {
        (_control, _scale, _addresses, _maintenance, _time) = (control, scale, addresses, maintenance, time);
        _slot = new RecordSlot(records, Kind, time, logger);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Apart from the caller: a store that blocks instead of waiting must not hold up the start.
        var restoring = Task.Run(RestoreAsync, CancellationToken.None);
        _control.SetByHand += Remember;
        _scale.Changed += Remember;
        _addresses.Changed += Remember;
        await restoring.WaitAsync(StartPatience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _control.SetByHand -= Remember;
        _scale.Changed -= Remember;
        _addresses.Changed -= Remember;
        await _stopping.CancelAsync();
        await _slot.DisposeAsync();
    }

    /// <summary>Completes once what was set is durable, or after 2 s with false: then the log says why it is not.</summary>
    public Task<bool> SavedAsync() => _slot.SavedWithinAsync(Patience);

    public void Dispose() => _stopping.Dispose();

    // Written when its turn comes, so that it is always the newest.
    private void Remember()
    {
        _isSet = true;
        _slot.Save(() => Now().Write());
    }

    private HandDocument Now()
    {
        var (restricted, workers) = (_control.State, _scale.State);
        return new HandDocument(
            restricted.ByHand,
            _maintenance.Holds ? null : restricted.MaintenanceReason,
            workers.UntilUtc is { } until ? new HandWorkers(workers.AskedPercent, workers.AskedWorkers, until) : null,
            _addresses.AreActive,
            [.. _addresses.Isolated]);
    }

    private async Task RestoreAsync()
    {
        if (await _slot.ReadAsync(_stopping.Token) is not { } json)
        {
            return;
        }

        if (HandDocument.Read(json) is not { } document)
        {
            _slot.NotUnderstood();
        }
        else if (!_isSet) // else somebody was faster than the disk, and knows better
        {
            Restore(document);
        }
    }

    private void Restore(HandDocument document)
    {
        if (document.Restrictions is { } restrictions)
        {
            _control.Restore(restrictions);
        }

        if (document.Maintenance is { } reason)
        {
            _control.Maintain(reason);
        }

        if (document.Workers is { } workers)
        {
            _scale.Restore(workers.Percent, workers.Count, workers.UntilUtc);
        }

        _addresses.AreActive |= document.BackupAddresses;
        foreach (var application in document.Isolated)
        {
            _addresses.Isolate(application);
        }
    }
}
