namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>
/// What was told of incidents a moment ago. Who is a deputy and a technical lead, or stands on the list of a channel besides,
/// is told of an emergency in several ways; they get one message by each channel. Guarded by the courier's lock.
/// </summary>
internal sealed class Moments(TimeProvider time)
{
    private const int Most = 200;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);
    private readonly Queue<OpenNotice> _notices = new();

    /// <summary>Lets those of its deliveries follow others that say no less, and remembers it.</summary>
    public void Take(OpenNotice open)
    {
        if (open.Head.Incident is null || open.Head.Kind is not (NoticeKind.Alarm or NoticeKind.Escalation))
        {
            return;
        }

        while (_notices.Count >= Most || (_notices.TryPeek(out var first) && time.GetElapsedTime(first.Since, open.Since) > Moment))
        {
            _notices.Dequeue();
        }

        // A change of the level is news of its own; a rung only makes sure that its people hear of it.
        foreach (var delivery in open.Deliveries.Where(d => d.IsOpen && open.Head.Kind == NoticeKind.Escalation))
        {
            delivery.Lead = Find(open.Head, delivery);
        }

        _notices.Enqueue(open);
    }

    private Lead? Find(NoticeReport head, Delivery delivery) => _notices
        .Where(n => n.Head.Incident == head.Incident && n.Head.Level >= head.Level)
        .SelectMany(n => n.Deliveries.Where(d => d.Lead is null && d.Listener == delivery.Listener && d.Report.State is DeliveryState.Waiting or DeliveryState.Taken).Select(d => new Lead(n.Head.Id, d)))
        .FirstOrDefault();
}
