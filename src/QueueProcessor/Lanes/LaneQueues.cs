using System.Collections.Frozen;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>Hands committed messages to the lanes of their queue. Queues come and go with the settings.</summary>
public sealed class LaneQueues
{
    private volatile FrozenDictionary<string, LaneQueue> _queues = FrozenDictionary<string, LaneQueue>.Empty;
    private readonly Lock _sharing = new();
    private volatile bool _isStopped;
    private LaneShares? _shares;

    /// <summary>The queues at work.</summary>
    public IReadOnlyCollection<LaneQueue> All => _queues.Values;

    /// <summary>Adds a queue; it reads from the store what was committed before. After the stop it is not started.</summary>
    public void Add(LaneQueue queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        lock (_sharing)
        {
            _queues = _queues.Values.Append(queue).ToFrozenDictionary(item => item.Name, StringComparer.Ordinal);
            if (_shares is { } shares)
            {
                queue.Share(shares);
            }
        }

        if (!_isStopped)
        {
            queue.Start();
        }
    }

    /// <summary>Takes a queue out and stops it; what waits in it stays in the store.</summary>
    public async Task RemoveAsync(string name, TimeSpan patience)
    {
        if (_queues.TryGetValue(name, out var queue))
        {
            _queues = _queues.Values.Where(item => item != queue).ToFrozenDictionary(item => item.Name, StringComparer.Ordinal);
            await queue.StopAsync(patience);
            await queue.DisposeAsync();
        }
    }

    /// <summary>Shares the workers of every queue differently, those that come later too; null as the settings say.</summary>
    /// <param name="shares">The shares.</param>
    /// <param name="usual">Those of the settings.</param>
    public void Share(LaneShares? shares, LaneShares usual)
    {
        lock (_sharing)
        {
            _shares = shares;
            foreach (var queue in _queues.Values)
            {
                queue.Share(shares ?? usual);
            }
        }
    }

    /// <summary>Takes one commit, in order, on the writer's thread.</summary>
    public void Committed(IReadOnlyList<QueuedMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        LaneQueue? current = null;
        foreach (var message in messages)
        {
            if (message.ParkReason is not null || message.Queue.Length == 0)
            {
                continue;
            }

            if (current is null || !ReferenceEquals(current.Name, message.Queue) && !string.Equals(current.Name, message.Queue, StringComparison.Ordinal))
            {
                current?.Wake();
                current = _queues.GetValueOrDefault(message.Queue);
            }

            current?.Admit(message);
        }

        current?.Wake();
    }

    /// <summary>Stops every queue at the same time.</summary>
    public Task StopAsync(TimeSpan patience)
    {
        _isStopped = true;
        return Task.WhenAll(_queues.Values.Select(queue => queue.StopAsync(patience)));
    }
}
