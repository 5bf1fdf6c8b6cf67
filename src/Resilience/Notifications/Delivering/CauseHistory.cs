using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Causes;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Reads from the records of earlier processes where each cause stands and who knows of it.</summary>
internal static class CauseHistory
{
    /// <summary>The causes that were not well.</summary>
    /// <param name="reports">All reports, the newest first.</param>
    public static IReadOnlyDictionary<string, CauseState> Read(IEnumerable<NoticeReport> reports)
    {
        var states = new Dictionary<string, CauseState>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var report in reports.Where(r => r.Kind is not (NoticeKind.Acknowledgement or NoticeKind.ByHand)))
        {
            if (report.Kind == NoticeKind.Recovery)
            {
                closed.Add(report.Cause);
            }
            else if (!closed.Contains(report.Cause))
            {
                Add(states, report);
            }
        }

        return states;
    }

    /// <summary>Who knows, or may know, of a cause that is not well, or whose recovery was not told to everybody.</summary>
    /// <param name="reports">All reports, the newest first.</param>
    public static IReadOnlyDictionary<string, HashSet<Listener>> Heard(IEnumerable<NoticeReport> reports)
    {
        var heard = new Dictionary<string, HashSet<Listener>>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var report in reports.Where(r => r.Kind is not (NoticeKind.Acknowledgement or NoticeKind.ByHand) && !closed.Contains(r.Cause)))
        {
            if (report.Kind != NoticeKind.Recovery)
            {
                heard.TryAdd(report.Cause, []);
                heard[report.Cause].UnionWith(report.Deliveries.Where(MayHaveIt).Select(d => new Listener(d.Channel, d.Recipient)));
            }
            else if (report.IsSettled)
            {
                closed.Add(report.Cause);
            }
        }

        return heard;
    }

    private static bool MayHaveIt(DeliveryReport delivery) =>
        delivery.State == DeliveryState.Taken || (delivery is { Attempts: > 0, State: not DeliveryState.Refused });

    private static void Add(Dictionary<string, CauseState> states, NoticeReport report)
    {
        if (!states.TryGetValue(report.Cause, out var state))
        {
            states[report.Cause] = state = new CauseState { Level = report.Level };
        }

        // The newest alarm says where it stands; an escalation says nothing of that.
        if (state.Change.Length == 0 && report.Kind == NoticeKind.Alarm)
        {
            (state.Level, state.Change) = (report.Level, report.Change);
            state.Muted = report.Quiet is null ? null : new Notice(report.Cause, report.Level, report.Summary) { Details = report.Details, Change = report.Change, Incident = report.Incident, Stands = report.Stands };
        }

        state.Told = report.Quiet is null && report.Level > state.Told ? report.Level : state.Told;
        state.Listeners.UnionWith(report.Deliveries.Where(d => d.State != DeliveryState.Refused).Select(d => new Listener(d.Channel, d.Recipient)));
    }
}
