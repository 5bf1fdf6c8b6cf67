using Relevo.Contracts.Identity;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api;

/// <summary>Does to dead letters what operators ask for; the store records each.</summary>
internal sealed class LetterActions(ApiServices services)
{
    private const int Window = 64; // Actions that share a commit; the store takes them in the order they are asked for.

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20); // A caller's patience; what is left is said.

    public async Task<RetryAnswer> RetryAsync(IReadOnlyList<MessageId> ids, string actor, CancellationToken cancellation)
    {
        var items = new List<RetriedLetter>();
        var notFound = new List<string>();
        foreach (var window in ids.Distinct().Chunk(Window))
        {
            var results = await Task.WhenAll(window.Select(id => services.Store.RetryParkedAsync(id, actor, cancellation)));
            foreach (var (id, again) in window.Zip(results))
            {
                if (again is { } newId)
                {
                    items.Add(new RetriedLetter(id.ToString(), newId.ToString()));
                }
                else
                {
                    notFound.Add(id.ToString());
                }
            }
        }

        return new RetryAnswer(notFound.Count == 0, items.Count, items, notFound, 0);
    }

    /// <summary>Retries what is parked now; a letter that is parked again meanwhile stands behind the end and is left alone.</summary>
    public async Task<RetryAnswer> RetryAllAsync(string actor, CancellationToken cancellation)
    {
        var store = services.Store;
        var end = store.Tail;
        var started = services.Time.GetTimestamp();
        var retried = 0;
        MessageId? after = null;
        while (services.Time.GetElapsedTime(started) < MaxTime)
        {
            var page = store.ListParked(after, Window).Select(r => r.Id).Where(id => id.Position <= end).ToList();
            if (page.Count == 0)
            {
                return new RetryAnswer(true, retried, [], [], 0);
            }

            retried += (await RetryAsync(page, actor, cancellation)).Retried;
            after = page[^1];
        }

        return new RetryAnswer(false, retried, [], [], Parked());
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

    private long Parked() => services.Store.Count(sends: false).Parked + services.Store.Count(sends: true).Parked;
}
