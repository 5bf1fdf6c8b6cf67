using System.Globalization;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Escalating;

/// <summary>What a rung says: what is wrong, and how to take it. Pure.</summary>
internal static class EscalationText
{
    private const int MaxTitle = 140; // With all the rest it fits into a text message of 320 characters.

    public static string Of(IncidentFacts incident, DueRung due)
    {
        var why = due.Why is null ? "" : due.Why + ": ";
        return $"{why}{Cut.Line(incident.Summary, MaxTitle).TrimEnd('.')}. {Ask(incident, due)}";
    }

    private static string Ask(IncidentFacts incident, DueRung due)
    {
        if (incident.AcknowledgedUtc is not null)
        {
            return $"Somebody has taken incident {incident.Id} already.";
        }

        var within = due.AnswerWithin is { } span ? string.Create(CultureInfo.InvariantCulture, $" within {span.TotalMinutes:0.#} min") : "";
        return $"Please take it{within}: gateway incidents ack {incident.Id}";
    }
}
