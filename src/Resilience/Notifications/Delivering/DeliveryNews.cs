using Microsoft.Extensions.Logging;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Says what became of deliveries: in the log, and to whoever listens once nothing more comes of one.</summary>
internal sealed class DeliveryNews(ILogger logger)
{
    /// <summary>Why what follows an alarm is not told to who never got that.</summary>
    public const string Unheard = "was not told that anything was wrong";

    /// <summary>Raised when a delivery is taken, refused or given up.</summary>
    public event Action<NoticeReport, DeliveryReport>? Settled;

    /// <summary>Says it, outside of any lock.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="delivery">The delivery as it is now.</param>
    /// <param name="pause">Seconds to its next attempt, when there is one.</param>
    public void Say(NoticeReport notice, DeliveryReport delivery, double pause = 0)
    {
        if (delivery.State == DeliveryState.Waiting)
        {
            NoticeLog.Again(logger, notice.Id, delivery.Channel, delivery.Recipient, delivery.Attempts, delivery.Why, Math.Round(pause, 1));
            return;
        }

        Log(notice, delivery);
        try
        {
            Settled?.Invoke(notice, delivery);
        }
        // A listener that fails must not end the telling.
        catch (Exception failure)
        {
            NoticeLog.ListenerFailed(logger, failure.GetType().Name);
        }
    }

    private void Log(NoticeReport notice, DeliveryReport delivery)
    {
        switch (delivery.State)
        {
            case DeliveryState.Taken:
                NoticeLog.Delivered(logger, notice.Id, delivery.Channel, delivery.Recipient, delivery.Attempts);
                break;
            case DeliveryState.Refused when delivery.Attempts == 0:
                // Known since the settings were read, which warn of it: one line per notice would drown the others.
                var severity = delivery.Why == DeliveryPlan.NotSetUp ? LogLevel.Debug : LogLevel.Warning;
                NoticeLog.NoWay(logger, severity, notice.Id, delivery.Channel, delivery.Why);
                break;
            case DeliveryState.GivenUp when delivery.Why is Unheard or Overtakings.ByRecovery or Overtakings.ByClose:
                NoticeLog.NoWay(logger, LogLevel.Information, notice.Id, delivery.Channel, delivery.Why);
                break;
            default:
                NoticeLog.Untold(logger, notice.Id, delivery.Channel, delivery.Recipient, delivery.Why);
                break;
        }
    }
}
