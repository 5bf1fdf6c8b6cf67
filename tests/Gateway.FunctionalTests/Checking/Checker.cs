using System.Diagnostics;
using System.Globalization;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>
/// Compares what was sent with what arrived. It knows nothing of the gateway: only the answers it gave and the requests it made.
/// </summary>
internal sealed class Checker(CheckerOptions options)
{
    private readonly List<Violation> _violations = [];
    private int _duplicates;

    public Verdict Check(IReadOnlyCollection<SentEvent> sent, IReadOnlyCollection<Arrival> deliveries)
    {
        var known = sent.ToDictionary(item => item.Id);
        var arrived = new Dictionary<EventId, List<Arrival>>();
        foreach (var delivery in deliveries)
        {
            CheckEnvelope(delivery);
            if (!EventId.TryParse(delivery.ProviderMessageId, out var id) || !known.TryGetValue(id, out var origin) || origin.FirstInvoked == 0)
            {
                Report(Rules.Phantom, $"{delivery.ProviderMessageId ?? delivery.WebhookId} was delivered and never sent.");
                continue;
            }

            CheckContent(origin, delivery);
            Group(arrived, id).Add(delivery);
        }

        foreach (var item in sent)
        {
            CheckEvent(item, arrived.GetValueOrDefault(item.Id));
        }

        CheckDuplicateCount();
        CheckOrder(known, arrived);
        if (!options.Drained)
        {
            Report(Rules.NotDrained, "The run ended while events were still on their way.");
        }

        var delivered = arrived.Values.Count(list => list.Any(delivery => delivery.Accepted));
        return new Verdict(_violations, sent.Count, sent.Count(item => item.Outcome == Outcome.Ok), delivered, _duplicates);
    }

    private static List<Arrival> Group(Dictionary<EventId, List<Arrival>> groups, EventId id)
    {
        if (!groups.TryGetValue(id, out var list))
        {
            groups.Add(id, list = []);
        }

        return list;
    }

    private void CheckEnvelope(Arrival delivery)
    {
        if (delivery.Flaw is not null)
        {
            Report(Rules.Envelope, $"{delivery.ProviderMessageId ?? delivery.WebhookId}: {delivery.Flaw}");
        }
    }

    private void CheckContent(SentEvent origin, Arrival delivery)
    {
        var text = Payload.Text(options.Seed, origin.Id);
        if (!string.Equals(delivery.Text, text, StringComparison.Ordinal) || !string.Equals(delivery.RawText, text, StringComparison.Ordinal))
        {
            Report(Rules.Altered, $"{Describe(origin)} arrived with another text.");
        }
        else if (!MetaBody.ConversationKey(origin.Conversation).Equals(delivery.ConversationKey, StringComparison.Ordinal))
        {
            Report(Rules.Altered, $"{Describe(origin)} arrived in the conversation {delivery.ConversationKey}.");
        }
    }

    private void CheckEvent(SentEvent item, List<Arrival>? deliveries)
    {
        var accepted = deliveries?.Exists(delivery => delivery.Accepted) ?? false;
        if (item.Outcome == Outcome.Ok && !accepted && !options.Parked.Contains(item.Id))
        {
            var attempts = deliveries is null ? "never delivered" : $"delivered {deliveries.Count} times and never accepted";
            Report(Rules.Loss, $"{Describe(item)} was answered 200, and is {attempts} and not parked.");
        }

        if (deliveries is null)
        {
            return;
        }

        if (item.Outcome == Outcome.Reject)
        {
            Report(Rules.Rejected, $"{Describe(item)} was refused for good and delivered.");
        }

        if (deliveries.Select(delivery => delivery.WebhookId).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            Report(Rules.StoredTwice, $"{Describe(item)} was delivered under the ids {string.Join(", ", deliveries.Select(delivery => delivery.WebhookId).Distinct(StringComparer.Ordinal))}.");
        }

        CheckRepeats(item, deliveries);
    }

    /// <summary>A delivery may be repeated when the one before was not accepted, or when a crash may have wiped out the answer.</summary>
    private void CheckRepeats(SentEvent item, List<Arrival> deliveries)
    {
        deliveries.Sort((left, right) => left.Received.CompareTo(right.Received));
        for (var i = 1; i < deliveries.Count; i++)
        {
            var before = deliveries[i - 1];
            if (!before.Accepted)
            {
                continue;
            }

            _duplicates++;
            if (!options.Windows.Any(window => window.Overlaps(before.Received, before.Answered)))
            {
                Report(Rules.Duplicate, $"{Describe(item)} came again {Milliseconds(before.Answered, deliveries[i].Received)} ms after it was accepted, outside every crash.");
            }
        }
    }

    private void CheckDuplicateCount()
    {
        var limit = (long)options.InFlightLimit * options.Windows.Count;
        if (_duplicates > limit)
        {
            Report(Rules.TooManyDuplicates, $"{_duplicates} repeats, and at most {limit} can have been in flight.");
        }
    }

    /// <summary>
    /// When an event had its 200 before another of its conversation was sent for the first time, it must have been accepted by
    /// the application before the other arrives there. Events whose answers overlapped have no order.
    /// </summary>
    private void CheckOrder(Dictionary<EventId, SentEvent> known, Dictionary<EventId, List<Arrival>> arrived)
    {
        foreach (var conversation in arrived.GroupBy(pair => known[pair.Key].Conversation))
        {
            var events = conversation
                .Select(pair => (Item: known[pair.Key], First: pair.Value[0].Received, Done: FirstAccepted(pair.Value)))
                .OrderBy(entry => entry.Item.FirstInvoked)
                .ToList();
            CheckConversation(events);
        }
    }

    private void CheckConversation(List<(SentEvent Item, long First, long Done)> events)
    {
        // Earliest 200 first; as the sends advance, everything with an earlier 200 must already be accepted at their arrival.
        var acknowledged = new PriorityQueue<(SentEvent Item, long Done), long>(
            events.Where(entry => entry.Item.FirstOk != 0 && entry.Done != long.MaxValue).Select(entry => ((entry.Item, entry.Done), entry.Item.FirstOk)));
        (SentEvent? Item, long Done) latest = (null, long.MinValue);
        foreach (var (item, first, _) in events)
        {
            while (acknowledged.TryPeek(out var earlier, out var ok) && ok < item.FirstInvoked)
            {
                acknowledged.Dequeue();
                latest = earlier.Done > latest.Done ? earlier : latest;
            }

            if (latest.Item is not null && latest.Done > first)
            {
                var displacement = item.ConversationSequence - latest.Item.ConversationSequence;
                Report(Rules.Order, $"{Describe(item)} arrived {Milliseconds(first, latest.Done)} ms before {Describe(latest.Item)} was accepted, {displacement} places ahead.");
            }
        }
    }

    private static long FirstAccepted(List<Arrival> deliveries) =>
        deliveries.Where(delivery => delivery.Accepted).Select(delivery => delivery.Answered).DefaultIfEmpty(long.MaxValue).Min();

    private static string Milliseconds(long from, long to) =>
        Stopwatch.GetElapsedTime(from, to).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Describe(SentEvent item) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Id} (conversation {item.Conversation}, no. {item.ConversationSequence}, {item.Outcome} in {item.Attempts} attempts)");

    private void Report(string rule, string text) => _violations.Add(new Violation(rule, text));
}
