namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>One way to one recipient. Guarded by the courier's lock.</summary>
internal sealed class Delivery(DeliveryReport report, long dueAt)
{
    public DeliveryReport Report { get; set; } = report;

    /// <summary>When it is tried next, on the clock that only goes forward.</summary>
    public long DueAt { get; set; } = dueAt;

    public bool IsUnderWay { get; set; }

    public bool IsOpen => Report.State == DeliveryState.Waiting;
}
