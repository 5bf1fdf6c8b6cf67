using System.Text;
using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Events as the store hands them to delivery.</summary>
internal static class Sample
{
    public const string Json = """{"kind":"message","provider":"meta","number":"main","channelKey":"1","contactKey":"+15550001001","conversationKey":"meta:1:+15550001001","text":"hola","raw":{"provider":"x","contactKey":"y"}}""";

    public static readonly DateTimeOffset Received = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static QueuedMessage Event(string json = Json, long position = 1, ulong conversation = 1, int attempts = 0, int deaths = 0) => new()
    {
        Queue = "app:shop",
        Number = "main",
        Kind = EventKind.Message,
        ReceivedUtc = Received,
        Payload = Stored(json),
        Conversation = conversation,
        Position = position,
        Id = new MessageId(Received.ToUnixTimeMilliseconds(), 7, position),
        Attempts = attempts,
        Deaths = deaths,
    };

    public static byte[] Stored(string json) => [(byte)PayloadFormat.Plain, .. Encoding.UTF8.GetBytes(json)];
}
