using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>Notices inside a conversation, above all that the customer goes on under another number or user id.</summary>
internal static class MetaSystem
{
    internal static bool Read(JsonElement message, ref EventContent content)
    {
        if (!Field.TryObject(message, "system"u8, out var system, ref content.Odd))
        {
            return false;
        }

        content.Text = Field.Text(system, "body"u8, ref content.Odd);
        content.NewContactKey = Field.Key(system, "type"u8, ref content.Odd) switch
        {
            "user_changed_number" => MetaMessage.Person(system, "wa_id"u8, "user_id"u8, ref content.Odd, out _),
            "user_changed_user_id" => Field.Key(system, "user_id"u8, ref content.Odd),
            _ => null,
        };
        return true;
    }
}
