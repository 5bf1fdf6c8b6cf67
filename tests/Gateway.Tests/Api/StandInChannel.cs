using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Gateway.Tests.Api;

/// <summary>A channel that takes everything.</summary>
internal sealed class StandInChannel(string name) : IChannel
{
    public string Name => name;

    public bool IsPersonal => false;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => [];

    public Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation) => Task.FromResult(ChannelOutcome.Taken);
}
