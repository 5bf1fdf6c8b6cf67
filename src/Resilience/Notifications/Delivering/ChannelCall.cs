using Relevo.Resilience.Notifications.Channels;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>One call of a channel, which ends whatever the channel does.</summary>
internal static class ChannelCall
{
    private const int GuardCalls = 2; // A channel that outlives its own deadline is left behind after twice that time.

    /// <summary>What came of it; null when it was cancelled: then nobody knows, and it is tried again after the restart.</summary>
    public static async Task<ChannelOutcome?> MakeAsync(NoticeReport notice, DeliveryReport delivery, NotifierSetup setup, TimeProvider time, CancellationToken cancellation)
    {
        if (setup.Find(delivery.Channel) is not { } channel)
        {
            return ChannelOutcome.Refused("the channel is not set up any more");
        }

        try
        {
            var message = new ChannelMessage($"{notice.Id}-{delivery.Recipient}", delivery.Recipient, notice, setup.Texts.Words(notice));
            var guard = TimeSpan.FromSeconds(setup.Options.Delivery.CallSeconds * GuardCalls);
            return await channel.SendAsync(message, cancellation).WaitAsync(guard, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return ChannelOutcome.Lost("the channel did not come back");
        }
        // The message of an exception may hold an address or a token, so only the type is told.
        catch (Exception failure)
        {
            return cancellation.IsCancellationRequested ? null : ChannelOutcome.Lost($"the channel failed with {failure.GetType().Name}");
        }
    }
}
