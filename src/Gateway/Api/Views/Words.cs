using System.Text.Json;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Views;

/// <summary>The words of the API for what the gateway knows.</summary>
internal static class Words
{
    /// <summary>What was set or noted is in force, and the disk does not take it now.</summary>
    public const string NotSaved = "It could not be saved yet and would be lost if the gateway ended now; saving goes on by itself.";

    private static readonly string ApplicationPrefix = Queues.ForApplication("");

    /// <summary>The word for a value of ours, say <c>given-up</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Direction(string queue) => Queues.IsSend(queue) ? "out" : "in";

    public static string? Application(string queue) =>
        queue.StartsWith(ApplicationPrefix, StringComparison.Ordinal) ? queue[ApplicationPrefix.Length..] : null;

    /// <summary>State of a message in the words that sends and events share.</summary>
    public static string State(MessageRecord record) => record.State switch
    {
        MessageState.Waiting or MessageState.Delayed => "queued",
        MessageState.Expired => "expired",
        MessageState.Completed when record.Queue == Queues.None => "accepted", // No application: kept, and read here.
        MessageState.Completed => "delivered",
        _ => "dead",
    };

    /// <summary>The stored object as JSON; null when there is none.</summary>
    public static JsonElement? Content(ReadOnlyMemory<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 256 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // Stored by a version that wrote something else: the rest of the record still helps.
        }
    }
}
