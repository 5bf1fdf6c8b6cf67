using System.Text.Json.Nodes;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A parked event as the API shows it.</summary>
internal sealed record DeadLetter(string Id, string Reason, string? Answer, int Attempts, string? ProviderMessageId)
{
    public static DeadLetter Read(JsonNode shown) => new(
        shown["id"]!.GetValue<string>(),
        shown["reason"]?.GetValue<string>() ?? "",
        shown["answer"]?.GetValue<string>(),
        shown["attempts"]!.GetValue<int>(),
        shown["content"]?["providerMessageId"]?.GetValue<string>());
}
