using System.Collections.Concurrent;
using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Resilience.Tests.Notifications.Support;

/// <summary>A channel that does what the test says.</summary>
internal sealed class FakeChannel(string name, params string[] people) : IChannel
{
    public ConcurrentQueue<ChannelMessage> Calls { get; } = new();

    public Func<ChannelMessage, CancellationToken, Task<ChannelOutcome>> Body { get; set; } = (_, _) => Task.FromResult(ChannelOutcome.Taken);

    public string Name => name;

    public bool IsPersonal => people.Length > 0;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => IsPersonal ? people : [name];

    public Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        Calls.Enqueue(message);
        return Body(message, cancellation);
    }

    public FakeChannel Answer(ChannelOutcome outcome)
    {
        Body = (_, _) => Task.FromResult(outcome);
        return this;
    }

    /// <summary>Hangs until it is cancelled.</summary>
    public FakeChannel Hang()
    {
        Body = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return ChannelOutcome.Taken;
        };
        return this;
    }

    /// <summary>Hangs, and cares for no token.</summary>
    public FakeChannel HangForGood()
    {
        Body = (_, _) => new TaskCompletionSource<ChannelOutcome>().Task;
        return this;
    }
}
