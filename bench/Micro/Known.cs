using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Micro.Inbound;

namespace Relevo.Micro;

/// <summary>Messages as ingress makes them.</summary>
internal static class Known
{
    private static readonly byte[] Payload = Encoded();

    /// <summary>A message of a conversation, with a key that no other has.</summary>
    public static QueuedMessage Message(long number, int conversation) => new()
    {
        Queue = "app:default",
        Number = "main",
        Kind = EventKind.Message,
        LaneKey = $"meta:100000000000001:+1555{conversation:D7}",
        DedupeKey = $"meta:100000000000001:wamid.HBgLMTU1NTAwMD{number:D20}AgASGBQzQTRBNjU5OUFFRTAzOEFEN0",
        ProviderTime = DateTimeOffset.UtcNow,
        ReceivedUtc = DateTimeOffset.UtcNow,
        Payload = Payload,
    };

    private static byte[] Encoded()
    {
        var sample = Sample.Meta();
        var events = new List<InboundEvent>();
        sample.Provider.Normaliser.Normalise(sample.Request, sample.Number, events);
        return sample.Router().Route(events, sample.Route(), "meta", Sample.Secret, sample.Request, out _)[0].Payload.ToArray();
    }
}
