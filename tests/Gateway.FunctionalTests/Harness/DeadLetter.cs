using System.Text.Json.Nodes;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A parked event as the API shows it.</summary>
/// <param name="Id">Our id.</param>
/// <param name="Reason">Why it is parked.</param>
/// <param name="ProviderMessageId">The provider's id of the message in it.</param>
/// <param name="Shown">The whole answer.</param>
internal sealed record DeadLetter(string Id, string Reason, string? ProviderMessageId, JsonNode Shown)
{
    public static DeadLetter Read(string id, JsonNode shown) =>
        new(id, Find(shown, "reason") ?? "", Find(shown, "providerMessageId"), shown);

    /// <summary>The first text property of a name, at whatever depth it stands.</summary>
    private static string? Find(JsonNode? node, string name) => node switch
    {
        JsonObject item when item[name] is JsonValue value && value.TryGetValue<string>(out var text) => text,
        JsonObject item => item.Select(property => Find(property.Value, name)).FirstOrDefault(found => found is not null),
        JsonArray items => items.Select(item => Find(item, name)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
