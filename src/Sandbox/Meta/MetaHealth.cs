using System.Text;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;
using Relevo.Sandbox.Numbers;

namespace Relevo.Sandbox.Meta;

/// <summary>What Meta says of a number: all fields, whichever were asked for.</summary>
internal static class MetaHealth
{
    public static string Write(SandboxNumber number, bool isBanned)
    {
        var scratch = JsonScratch.Begin(out var json);
        var word = isBanned ? "BLOCKED" : "AVAILABLE";
        json.WriteStartObject();
        json.WriteString("id", number.Key);
        json.WriteString("display_phone_number", Phones.Digits(number.Phone));
        json.WriteString("verified_name", "Sandbox");
        json.WriteString("quality_rating", isBanned ? "RED" : "GREEN");
        json.WriteString("status", isBanned ? "BANNED" : "CONNECTED");
        json.WriteStartObject("throughput");
        json.WriteString("level", number.MessagesPerSecond > 80 ? "HIGH" : "STANDARD");
        json.WriteEndObject();
        json.WriteString("platform_type", "CLOUD_API");
        json.WriteString("account_mode", "LIVE");
        json.WriteStartObject("health_status");
        json.WriteString("can_send_message", word);
        json.WriteStartArray("entities");
        foreach (var (type, id, state) in new[] { ("PHONE_NUMBER", number.Key, word), ("WABA", number.AccountId, "AVAILABLE") })
        {
            json.WriteStartObject();
            json.WriteString("entity_type", type);
            json.WriteString("id", id);
            json.WriteString("can_send_message", state);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        return Encoding.UTF8.GetString(scratch.Written);
    }
}
