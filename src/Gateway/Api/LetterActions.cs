using Relevo.Contracts.Identity;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Receipts;

namespace Relevo.Gateway.Api;

/// <summary>Does to dead letters what operators ask for; the store records each.</summary>
internal sealed class LetterActions(ApiServices services)
{
    private const int Window = 64; // Actions that share a commit; the store takes them in the order they are asked for.

    private const int MaxItems = 1000; // named in one answer, as many as can be asked for by id

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20); // A caller's patience; what is left is said.

    /// <summary>Retries what is named, also what may have reached its customer: who names it has decided that.</summary>
    public Task<RetryAnswer> RetryAsync(IReadOnlyList<MessageId> ids, string actor, CancellationToken cancellation) =>
        RetryAsync([.. ids.Distinct().Select(id => (id, services.Store.Find(id) is { } letter && UnknownParked.IsOne(letter)))], actor, cancellation);

    /// <summary>Retries what is parked now; a letter that is parked again meanwhile stands behind the end and is left alone.</summary>
    public async Task<RetryAnswer> RetryAllAsync(bool includeUnknown, string actor, CancellationToken cancellation)
    {
        var store = services.Store;
        var end = store.Tail;
        var started = services.Time.GetTimestamp();
        var (retried, leftOut) = (0, 0);
        var items = new List<RetriedLetter>();
        MessageId? after = null;
        while (services.Time.GetElapsedTime(started) < MaxTime)
        {
            var page = store.ListParked(after, Window).Where(letter => letter.Id.Position <= end).Select(letter => (letter.Id, IsUnknown: UnknownParked.IsOne(letter))).ToList();
            if (page.Count == 0)
            {
                return new RetryAnswer(true, retried, items, [], 0, leftOut);
            }

            var taken = page.FindAll(letter => includeUnknown || !letter.IsUnknown);
            var answer = await RetryAsync(taken, actor, cancellation);
            (retried, leftOut) = (retried + answer.Retried, leftOut + page.Count - taken.Count);
            items.AddRange(answer.Items.Take(MaxItems - items.Count));
            after = page[^1].Id;
        }

        return new RetryAnswer(false, retried, items, [], Math.Max(0, Parked() - leftOut), leftOut);
    }

    public async Task<DropAnswer> DropAsync(IReadOnlyList<MessageId> ids, string actor, CancellationToken cancellation)
    {
        var dropped = new List<string>();
        var notFound = new List<string>();
        foreach (var window in ids.Distinct().Chunk(Window))
        {
            var results = await Task.WhenAll(window.Select(id => services.Store.DropParkedAsync(id, actor, cancellation)));
            foreach (var (id, done) in window.Zip(results))
            {
                (done ? dropped : notFound).Add(id.ToString());
            }
        }

        return new DropAnswer(notFound.Count == 0, dropped, notFound);
    }

    private async Task<RetryAnswer> RetryAsync(IReadOnlyList<(MessageId Id, bool IsUnknown)> letters, string actor, CancellationToken cancellation)
    {
        var items = new List<RetriedLetter>();
        var notFound = new List<string>();
        foreach (var window in letters.Chunk(Window))
        {
            var results = await Task.WhenAll(window.Select(letter => services.Store.RetryParkedAsync(letter.Id, actor, cancellation)));
            foreach (var ((id, isUnknown), again) in window.Zip(results))
            {
                if (again is { } newId)
                {
                    items.Add(new RetriedLetter(id.ToString(), newId.ToString(), isUnknown));
                }
                else
                {
                    notFound.Add(id.ToString());
                }
            }
        }

        return new RetryAnswer(notFound.Count == 0, items.Count, items, notFound, 0, 0);
    }

    private long Parked() => services.Store.Count(sends: false).Parked + services.Store.Count(sends: true).Parked;
}
