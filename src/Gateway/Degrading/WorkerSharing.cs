using Relevo.Gateway.Configuration;
using Relevo.QueueProcessor.Lanes;
using Relevo.Resilience.Degradation;

namespace Relevo.Gateway.Degrading;

/// <summary>Workers turn to what is urgent; what is not stays stored.</summary>
internal sealed class WorkerSharing(LaneQueues queues, SettingsHolder settings) : IDegradable
{
    public string Name => "shares of the workers";

    public void Apply(Restriction restriction)
    {
        var (lanes, workers) = (settings.Current.Lanes, settings.Current.Workers);
        LaneShares? shares = restriction.Mode switch
        {
            WorkMode.Normal => null,
            WorkMode.Priority => workers.PriorityMode.Shares,
            _ => workers.EmergencyMode.Shares,
        };
        queues.Share(shares, new LaneShares(lanes.HighShare, lanes.NormalShare, lanes.LowShare));
    }
}
