using System.Collections.Concurrent;
using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Gateway.Tests.Operating;

/// <summary>A channel that remembers what it took.</summary>
internal sealed class HeardChannel(string name, params string[] people) : IChannel
{
    public ConcurrentQueue<ChannelMessage> Taken { get; } = new();

    public ChannelOutcome Answer { get; set; } = ChannelOutcome.Taken;

    public string Name => name;

    public bool IsPersonal => people.Length > 0;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => IsPersonal ? people : [name];

    public IEnumerable<string> To(string person) => Taken.Where(m => m.Recipient == person).Select(m => m.Words.Short);

    public Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        if (Answer == ChannelOutcome.Taken)
        {
            Taken.Enqueue(message);
        }

        return Task.FromResult(Answer);
    }
}
