using System.Text;
using Relevo.Contracts.Messages;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Storage.Tests.Support;

/// <summary>Messages for tests.</summary>
internal static class Make
{
    public const string App = "app:crm";

    public static QueuedMessage Message(
        ManualTime time,
        string? key = null,
        string lane = "lane",
        string queue = App,
        Priority priority = Priority.Normal,
        string text = "{}",
        string? park = null,
        DateTimeOffset? providerTime = null,
        DateTimeOffset due = default,
        string number = "shop",
        string? once = null,
        ulong body = 0) => new()
        {
            Queue = queue,
            Number = number,
            Kind = EventKind.Message,
            Priority = priority,
            LaneKey = lane,
            DedupeKey = key,
            OnceKey = once,
            OnceBody = body,
            ProviderTime = providerTime,
            ReceivedUtc = time.GetUtcNow(),
            ParkReason = park,
            Payload = Payload(text),
            Due = due,
        };

    public static byte[] Payload(string text) => [(byte)PayloadFormat.Plain, .. Encoding.UTF8.GetBytes(text)];

    public static string Text(ReadOnlyMemory<byte> payload) => Encoding.UTF8.GetString(payload.Span);

    public static Settlement Done(QueuedMessage message) => new(SettlementKind.Complete, message);

    public static Settlement Later(QueuedMessage message, DateTimeOffset due)
    {
        message.Due = due;
        message.Attempts++;
        return new(SettlementKind.Retry, message, Answer: "503");
    }

    public static Settlement Park(QueuedMessage message, string reason = "too many attempts") => new(SettlementKind.Park, message, reason, "500");

    public static Settlement Expire(QueuedMessage message, string reason = "too late") => new(SettlementKind.Expire, message, reason);
}
