using Relevo.Resilience.Notifications.Causes;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>One way to one recipient. Guarded by the courier's lock.</summary>
internal sealed class Delivery(DeliveryReport report, long dueAt)
{
    public DeliveryReport Report { get; set; } = report;

    /// <summary>When it is tried next, on the clock that only goes forward.</summary>
    public long DueAt { get; set; } = dueAt;

    public bool IsUnderWay { get; set; }

    /// <summary>Why it is not tried again once the call under way has ended; null when it is.</summary>
    public string? Overtaken { get; set; }

    /// <summary>Calls of which nobody knows what they did.</summary>
    public int Unknown { get; set; }

    /// <summary>True once it is known that the recipient is told what follows an alarm.</summary>
    public bool IsDue { get; set; } = report.Attempts > 0;

    /// <summary>The delivery that says the same to the same person at the same moment; null when this one is made itself.</summary>
    public Lead? Lead { get; set; }

    public Listener Listener => new(Report.Channel, Report.Recipient);

    public bool IsOpen => Report.State == DeliveryState.Waiting;
}
