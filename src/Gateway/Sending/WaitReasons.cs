using System.Globalization;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Jobs;
using Relevo.LoadBalancer.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending;

/// <summary>Why a send has not left yet, in plain words, from what is known in memory. It only looks: nothing is placed or counted.</summary>
internal sealed class WaitReasons(NumberPool pool, ContactBook contacts, Aliases aliases, SettingsHolder settings, TimeProvider time)
{
    private const int MostNamed = 5;

    /// <summary>Why it waits.</summary>
    /// <param name="record">The send.</param>
    /// <param name="trace">What happened to it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when it does not wait, or nothing is known.</returns>
    public async ValueTask<string?> OfAsync(MessageRecord record, IReadOnlyList<TraceEntry> trace, CancellationToken cancellation)
    {
        if (record.State is not (MessageState.Waiting or MessageState.Delayed))
        {
            return null;
        }

        if (record.Queue == Queues.Scheduled)
        {
            return "waits for its time";
        }

        var last = trace.LastOrDefault(entry => entry.Kind is TraceKind.Attempt or TraceKind.Refused or TraceKind.Unknown);
        return SendState.Of(record.State, trace) switch
        {
            SendState.Unknown => $"waits for a receipt: the answer of number {last!.Number} never came",
            SendState.Queued when record.State == MessageState.Delayed => "waits for its next attempt" + (last is { Answer: { } answer } ? $": number {last.Number} answered {answer}" : ""),
            SendState.Queued when SendJobCodec.DecodeJson(record.Payload.Span) is { } job => OfNumber(await NumberAsync(job, cancellation) ?? last?.Number),
            _ => null,
        };
    }

    private static string Turn(string number, int waiting) =>
        string.Create(CultureInfo.InvariantCulture, $"waits its turn at number {number}") + (waiting > 0 ? string.Create(CultureInfo.InvariantCulture, $", where {waiting} wait") : "");

    private static string Until(DateTimeOffset? until, string what) =>
        until is { } at ? string.Create(CultureInfo.InvariantCulture, $"; {what} {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}") : "";

    private string? OfNumber(string? name) => name is null ? OfAll() : pool.Find(name) is { } number ? OfNumber(number) : null;

    private static string OfNumber(NumberStatus number) => number switch
    {
        { Standing: NumberStanding.Ejected or NumberStanding.Down } => $"waits for number {number.Name}: {number.Reason}" + Until(number.EjectedUntil, "it is tried again at"),
        { Standing: NumberStanding.Inactive } => $"waits for number {number.Name}: {number.Reason}",
        { RestsUntil: not null } => $"waits for number {number.Name}: resting, its provider called it too fast" + Until(number.RestsUntil, "it goes on at"),
        { LeftToday: 0 } => $"waits for number {number.Name}: {number.Reason}",
        _ => Turn(number.Name, number.Waiting),
    };

    private string OfAll()
    {
        var all = pool.List();
        if (all.Any(number => number.Standing == NumberStanding.Usable))
        {
            return "waits its turn";
        }

        var named = all.Where(number => number.Reason is not null).Take(MostNamed).Select(number => $"{number.Name} ({number.Reason})");
        return "waits for a number that can send: " + (all.Count == 0 ? "there is none" : string.Join(", ", named));
    }

    // The number that it must leave from, else its contact's own, unless another one steps in for that.
    private async ValueTask<string?> NumberAsync(SendJob job, CancellationToken cancellation)
    {
        if (job.From is { } from && job.ReplyToEvent is null)
        {
            return from;
        }

        var contact = await contacts.TryFindAsync(aliases.Canonical(job.Message.To), cancellation); // without it the answer is less exact
        var options = settings.Current.Sending;
        var now = time.GetUtcNow();
        if ((job.From ?? (contact is null ? null : NumberChooser.Own(contact, now, options))) is not { } own)
        {
            return null;
        }

        var isOpen = job.ReplyToEvent is not null || (contact is not null && ContactWindows.IsOpen(contact, own, now, options));
        var stays = NumberChooser.PolicyOf(isOpen, options) == NumberChooser.Wait || pool.Takes(own, isOpen);
        return stays || !pool.List().Any(number => number.Standing == NumberStanding.Usable) ? own : null;
    }
}
