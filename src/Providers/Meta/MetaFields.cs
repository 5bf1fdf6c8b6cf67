using System.Collections.Frozen;
using Relevo.Contracts.Messages;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Meta;

/// <summary>The webhook fields of a WhatsApp business account (developers.facebook.com, webhook references).</summary>
internal static class MetaFields
{
    private const string Messages = "messages";
    private const string Echoes = "smb_message_echoes";

    private static readonly FrozenSet<string> Account = FrozenSet.Create(
        StringComparer.Ordinal,
        "account_alerts", "account_review_update", "account_update", "business_capability_update",
        "message_template_quality_update", "message_template_status_update", "phone_number_name_update",
        "phone_number_quality_update", "security");

    // Dropped on purpose: nothing in them is a message, a receipt or a warning.
    private static readonly FrozenSet<string> Ignored = FrozenSet.Create(
        StringComparer.Ordinal,
        "flows", "history", "smb_app_state_sync", "user_id_update");

    /// <summary>The fields of the busy path, whose names then cost no string.</summary>
    internal static readonly WordTable Known = new(Messages, Echoes);

    /// <summary>What a field brings: messages of any kind, account notices, what we drop, or something new.</summary>
    internal static EventKind KindOf(string? field) => field switch
    {
        null => EventKind.Unknown,
        Messages or Echoes => EventKind.Message,
        _ when Account.Contains(field) => EventKind.Account,
        _ when Ignored.Contains(field) || IsGroup(field) => EventKind.Ignored,
        _ => EventKind.Unknown,
    };

    // group_lifecycle_update, group_participants_update, group_settings_update, group_status_update
    private static bool IsGroup(string field) =>
        field.StartsWith("group_", StringComparison.Ordinal) && field.EndsWith("_update", StringComparison.Ordinal);
}
