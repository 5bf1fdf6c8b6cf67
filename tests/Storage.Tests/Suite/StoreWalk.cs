using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Storage.Tests.Support;

namespace Relevo.Storage.Tests.Suite;

/// <summary>Does random things to a store and to its model, and compares the two.</summary>
internal sealed class StoreWalk(IStoreBed bed, int seed, bool forgetsDays)
{
    private static readonly string[] QueueNames = [Make.App, "app:other", Queues.Sends, Queues.Scheduled, Queues.None];
    private readonly Random _random = new(seed);
    private readonly StoreModel _model = new();
    private readonly Dictionary<string, DateTimeOffset> _providerTimes = new(StringComparer.Ordinal);
    private TimeSpan _travelled;
    private int _fresh;

    private IMessageStore Store => bed.Store;

    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            await StepAsync(_random.Next(1000));
            if (step % 50 == 0)
            {
                await CompareAsync($"seed {seed}, step {step}");
            }
        }

        await bed.RestartAsync();
        await CompareAsync($"seed {seed}, at the end");
    }

    private Task StepAsync(int dice) => dice switch
    {
        < 500 => AppendAsync(),
        < 800 => SettleAsync(),
        < 850 => MoveAsync(),
        < 900 => RetryParkedAsync(),
        < 920 => DropParkedAsync(),
        < 930 => CompleteParkedAsync(),
        < 975 => MoveClockAsync(),
        < 980 => bed.RestartAsync(),
        < 985 => bed.KillAsync(),
        < 993 => FailAfterCommitAsync(),
        _ => BreakAsync(),
    };

    private QueuedMessage[] NewMessages() =>
        [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => NewMessage(forgetsDays ? $"k{_fresh++}" : _random.Next(5) == 0 ? null : $"k{_random.Next(4000)}"))];

    private QueuedMessage NewMessage(string? key) => Make.Message(
        bed.Time,
        key,
        lane: $"lane{_random.Next(20)}",
        queue: QueueNames[_random.Next(QueueNames.Length)],
        priority: (Priority)_random.Next(5),
        park: _random.Next(20) == 0 ? "unreadable" : null,
        providerTime: key is null || key[^1] % 2 == 0 ? null : ProviderTime(key), // all its copies name it, or none
        due: _random.Next(10) == 0 ? bed.Time.GetUtcNow() + TimeSpan.FromMinutes(_random.Next(600)) : default,
        once: _random.Next(5) == 0 ? $"o{_random.Next(100)}" : null,
        body: (ulong)_random.Next(2));

    // Every copy of a message names the same time, which is when its first copy may have come.
    private DateTimeOffset ProviderTime(string key)
    {
        _providerTimes.TryAdd(key, bed.Time.GetUtcNow() - TimeSpan.FromMinutes(_random.Next(5)));
        return _providerTimes[key];
    }

    private async Task AppendAsync()
    {
        var messages = NewMessages();
        var traces = NewTraces();
        var result = await Store.AppendAsync(messages, traces);
        Assert.Equal((AppendStatus.Stored, (string?)null), (result.Status, result.Reason));
        foreach (var message in messages)
        {
            Assert.Equal(_model.Knows(message), message.IsDuplicate);
            if (_model.First(message) is { } first)
            {
                Assert.Equal((first.Id, first.Message.OnceBody != message.OnceBody), (message.Id, message.IsOnceConflict));
            }

            if (!message.IsDuplicate)
            {
                _model.Add(message, message.Position, message.Id);
            }
        }

        Assert.Equal(messages.Count(message => message.IsDuplicate), result.Duplicates);
    }

    private List<TraceEntry> NewTraces() => _random.Next(4) == 0 ? [.. Pick(_model.All.Where(message => Queues.IsSend(message.Queue)), 3).Select(NewTrace)] : [];

    private TraceEntry NewTrace(ModelMessage message)
    {
        var entry = new TraceEntry(message.Id, bed.Time.GetUtcNow(), (TraceKind)_random.Next(1, 9), "shop", "answer", _random.Next(2) == 0 ? $"meta:1:{_random.Next(50)}" : null);
        if (!message.Traces.Any(known => (known.AtUtc, known.Kind) == (entry.AtUtc, entry.Kind)))
        {
            message.Traces.Add(entry);
        }

        if (entry.ProviderKey is { } key)
        {
            _model.Sent[key] = message.Id;
        }

        return entry;
    }

    private async Task MoveAsync()
    {
        var now = bed.Time.GetUtcNow();
        var expected = _model.Waiting.Where(message => message.Queue == Queues.Scheduled && message.Due <= now).OrderBy(message => message.Due).ThenBy(message => message.Position).Take(3).ToList();
        var due = Store.ReadDue(Queues.Scheduled, now, 3);
        Assert.Equal(expected.Select(message => message.Id), due.Select(message => message.Id));
        await Store.FlushedAsync();
        var announced = bed.Announced.Count;
        Assert.Equal(due.Count, await Store.MoveAsync(due, Queues.Sends, CancellationToken.None));
        await Store.FlushedAsync();
        Assert.Equal(expected.Select(message => message.Id), bed.Announced.Skip(announced).Select(message => message.Id));
        foreach (var message in expected)
        {
            (message.Queue, message.Due) = (Queues.Sends, default);
        }
    }

    private async Task SettleAsync()
    {
        foreach (var target in Pick(_model.Waiting, _random.Next(1, 8)))
        {
            var end = (SettlementKind)_random.Next(4);
            target.Due = end == SettlementKind.Retry ? bed.Time.GetUtcNow() + TimeSpan.FromMinutes(_random.Next(600)) : target.Due;
            target.State = end switch
            {
                SettlementKind.Complete => MessageState.Completed,
                SettlementKind.Park => MessageState.Parked,
                SettlementKind.Expire => MessageState.Expired,
                _ => MessageState.Waiting,
            };
            var message = Copy(target);
            var trace = Queues.IsSend(target.Queue) && _random.Next(2) == 0 ? NewTrace(target) : null;
            Store.Settle(new Settlement(end, message, "why", Trace: trace));
            if (_random.Next(10) == 0)
            {
                Store.Settle(new Settlement(end, message, "why"));
            }
        }

        await Store.FlushedAsync();
    }

    private async Task RetryParkedAsync()
    {
        foreach (var target in Pick(_model.Parked, 1))
        {
            var id = await Store.RetryParkedAsync(target.Id, "walk", CancellationToken.None);
            Assert.NotNull(id);
            target.State = MessageState.Retried;
            var again = Make.Message(bed.Time, null, target.Message.LaneKey, target.Queue, target.Message.Priority);
            _model.Add(again, id.Value.Position, id.Value);
        }
    }

    private async Task DropParkedAsync()
    {
        foreach (var target in Pick(_model.Parked, 1))
        {
            Assert.True(await Store.DropParkedAsync(target.Id, "walk", CancellationToken.None));
            target.State = MessageState.Dropped;
        }
    }

    private async Task CompleteParkedAsync()
    {
        foreach (var target in Pick(_model.Parked, 1))
        {
            Assert.True(await Store.CompleteParkedAsync(target.Id, "walk", CancellationToken.None));
            target.State = MessageState.Completed;
        }
    }

    // Keys must not grow older than the store remembers them, or the model would have to know how it forgets.
    private async Task MoveClockAsync()
    {
        var by = TimeSpan.FromMinutes(_random.Next(-90, 600));
        if (forgetsDays || _travelled + by < TimeSpan.FromDays(7))
        {
            _travelled += by;
            bed.Time.JumpWallClock(by);
            await Store.FlushedAsync();
        }
    }

    private async Task FailAfterCommitAsync()
    {
        var messages = NewMessages();
        bed.FailAfterNextCommit();
        Assert.Equal(messages.All(_model.Knows) ? AppendStatus.Stored : AppendStatus.Unavailable, (await Store.TryStoreAsync(messages)).Status);
        bed.FailNoMore();
        await Store.HealedAsync();
        foreach (var message in messages.Where(message => !message.IsDuplicate))
        {
            _model.Add(message, message.Position, message.Id);
        }

        await Store.SettleAsync();
    }

    private async Task BreakAsync()
    {
        await AppendAsync();
        bed.BreakWrites();
        var result = await Store.TryStoreAsync(Make.Message(bed.Time, $"broken{_fresh++}"));
        Assert.Equal(AppendStatus.Unavailable, result.Status);
        bed.MendWrites();
        await Store.HealedAsync();
    }

    private List<ModelMessage> Pick(IEnumerable<ModelMessage> from, int count)
    {
        var all = from.ToList();
        return [.. Enumerable.Range(0, Math.Min(count, all.Count)).Select(_ => all[_random.Next(all.Count)]).Distinct()];
    }

    private static QueuedMessage Copy(ModelMessage target) => new()
    {
        Queue = target.Queue,
        Number = target.Message.Number,
        Priority = target.Message.Priority,
        ReceivedUtc = target.Message.ReceivedUtc,
        Position = target.Position,
        Id = target.Id,
        Due = target.Due,
    };

    private async Task CompareAsync(string where)
    {
        await Store.FlushedAsync();
        var now = bed.Time.GetUtcNow();
        foreach (var sends in new[] { false, true })
        {
            var counts = Store.Count(sends);
            Assert.Equal(
                (where, _model.Counts(sends, now)),
                (where, (counts.Accepted, counts.Completed, counts.Dropped, counts.Expired, counts.Parked, counts.Delayed, string.Join(' ', counts.Waiting))));
            Assert.Equal(0, counts.Gap);
        }

        foreach (var queue in QueueNames.Where(name => name.Length > 0))
        {
            foreach (var priority in Enum.GetValues<Priority>())
            {
                Assert.Equal(
                    _model.Waiting.Where(message => message.Queue == queue && message.Message.Priority == priority).Select(message => (message.Position, message.Id)),
                    Store.ReadBacklog(queue, priority, 0, int.MaxValue).Select(message => (message.Position, message.Id)));
            }
        }

        Assert.Equal(_model.Parked.Select(message => message.Id), Store.ListParked(null, int.MaxValue).Select(record => record.Id));
        foreach (var message in Pick(_model.Waiting.Concat(_model.Parked), 10))
        {
            Assert.Equal(message.State, Store.Find(message.Id)!.State is MessageState.Delayed ? MessageState.Waiting : Store.Find(message.Id)!.State);
        }

        if (!forgetsDays)
        {
            CompareTraces();
            var lane = $"lane{_random.Next(20)}";
            Assert.Equal(
                _model.All.Where(message => message.Message.LaneKey == lane).Select(message => message.Id).Reverse(),
                Store.History(lane, null, int.MaxValue).Select(record => record.Id));
        }
    }

    private void CompareTraces()
    {
        foreach (var message in Pick(_model.All.Where(message => message.Traces.Count > 0), 10))
        {
            Assert.Equal(message.Traces, Store.ReadTrace(message.Id));
        }

        foreach (var (key, id) in _model.Sent)
        {
            Assert.Equal(id, Store.FindSent(key));
        }
    }
}
