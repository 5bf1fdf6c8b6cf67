namespace Relevo.Resilience.Notifications.Channels;

/// <summary>One way to tell people. Safe from any thread.</summary>
public interface IChannel
{
    /// <summary>Its name in settings, records and logs.</summary>
    string Name { get; }

    /// <summary>True when each person has an address of their own here; otherwise the channel itself is the one recipient.</summary>
    bool IsPersonal { get; }

    /// <summary>Ids of those who are told when a notice names nobody.</summary>
    IReadOnlyList<string> Recipients(DateTimeOffset now);

    /// <summary>Tells one recipient, within a deadline of its own. Throws only when cancelled.</summary>
    Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation);
}
