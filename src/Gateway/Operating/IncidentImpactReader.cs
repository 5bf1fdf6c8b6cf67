using Relevo.Gateway.Flow;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Incidents;

namespace Relevo.Gateway.Operating;

/// <summary>
/// What the store can tell of an incident: events and sends that ended in the dead letters during it, and whose they are. What
/// was late, and what was refused before it was stored, the store does not know: how many were affected is left open.
/// </summary>
internal sealed class IncidentImpactReader(IMessageStore store)
{
    private const int Page = 500;
    private const int MaxPages = 200; // beyond, the figure is a lower bound nobody reads to the last one

    /// <summary>Reads page by page; may be slow. Nothing accepted is ever thrown away, so nothing of it is lost while the counts agree.</summary>
    public IncidentImpact Read(DateTimeOffset from, DateTimeOffset until)
    {
        var contacts = new HashSet<string>(StringComparer.Ordinal);
        var parked = 0L;
        foreach (var letter in Letters().Where(letter => letter.ParkedUtc >= from && letter.ParkedUtc <= until))
        {
            parked++;
            if (store.Find(letter.Id) is { } whole && EventHead.Read(whole.Payload.Span).ContactKey is { } contact)
            {
                contacts.Add(contact);
            }
        }

        var lost = Gap(store.Count(sends: false)) + Gap(store.Count(sends: true));
        return new IncidentImpact(EventsLost: Math.Max(0, lost), DataLossSpan: lost <= 0 ? TimeSpan.Zero : null)
        {
            EventsParked = parked,
            CustomersOfParked = contacts.Count,
        };
    }

    private IEnumerable<MessageRecord> Letters()
    {
        MessageRecord? last = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var letters = store.ListParked(last?.Id, Page);
            foreach (var letter in letters)
            {
                yield return last = letter;
            }

            if (letters.Count < Page)
            {
                yield break;
            }
        }
    }

    private static long Gap(StoreCounts counts) => counts.Gap;
}
