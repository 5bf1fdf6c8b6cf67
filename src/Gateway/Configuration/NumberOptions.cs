using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>One WhatsApp business number with its provider account.</summary>
public sealed class NumberOptions
{
    /// <summary><c>meta</c>, <c>bird</c>, <c>bird-v1</c>, <c>messagebird</c> or <c>evolution</c>.</summary>
    [Required]
    public string Provider { get; set; } = "";

    /// <summary>The provider's own name of the number: Meta phone number id, Bird channel id, Evolution instance.</summary>
    [Required, MaxLength(256)]
    public string Key { get; set; } = "";

    /// <summary>The number in E.164.</summary>
    [RegularExpression(@"^\+[0-9]{6,15}$", ErrorMessage = "must be + and 6 to 15 digits")]
    public string? Phone { get; set; }

    /// <summary>Secrets that authenticate webhooks; the first is current, the others are still accepted.</summary>
    public IList<string> WebhookSecrets { get; set; } = [];

    /// <summary>Evolution: name of a static header that carries the secret.</summary>
    public string? WebhookHeader { get; set; }

    /// <summary>Meta: token of the <c>hub.challenge</c> handshake.</summary>
    public string? VerifyToken { get; set; }

    /// <summary>Legacy MessageBird: <c>jwt</c> or <c>v0</c>. Default <c>jwt</c>.</summary>
    [RegularExpression("^(jwt|v0)$", ErrorMessage = "must be jwt or v0")]
    public string SignatureScheme { get; set; } = "jwt";

    /// <summary>Bird: workspace of the channel.</summary>
    public string? WorkspaceId { get; set; }

    /// <summary>Credential for sending.</summary>
    public string? ApiToken { get; set; }

    /// <summary>Address of the provider's API.</summary>
    [HttpAddress]
    public string? BaseUrl { get; set; }

    /// <summary><c>primary</c> or <c>backup</c>. Default <c>primary</c>.</summary>
    [RegularExpression("^(primary|backup)$", ErrorMessage = "must be primary or backup")]
    public string Role { get; set; } = "primary";

    /// <summary>Share of new contacts among the numbers of its role. Default 1.</summary>
    [Range(0, 1000)]
    public int Weight { get; set; } = 1;

    /// <summary>How fast it may send: <c>cloud-api</c> (72/s, burst 8), <c>coexistence</c> (20/s: the number is also in the WhatsApp Business app), <c>evolution</c> (1/s), <c>fixed</c> (as set here); default by provider.</summary>
    public string? Profile { get; set; }

    /// <summary>Messages per second as the provider counts them (Meta: inbound and outbound together); default by profile.</summary>
    [Range(0.01, 10_000)]
    public double? MessagesPerSecond { get; set; }

    /// <summary>Messages that may leave at once; default by profile.</summary>
    [Range(1, 10_000)]
    public int? Burst { get; set; }

    /// <summary>Messages per day; null is without limit.</summary>
    [Range(1, 100_000_000)]
    public int? MessagesPerDay { get; set; }

    /// <summary>First day of a new number: from then on it may send a little more each day (<c>LoadBalancer:WarmUp</c>); null for a number that is warm.</summary>
    [RegularExpression(@"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", ErrorMessage = "must be a day (2026-11-21)")]
    public string? WarmUpFrom { get; set; }

    /// <summary>Contacts active in the last 24 h that it takes before the next tier is used; null is without limit.</summary>
    [Range(1, 100_000_000)]
    public int? MaxConversations { get; set; }

    /// <summary>Account (WABA) whose ban takes all its numbers along.</summary>
    public string? AccountId { get; set; }

    /// <summary>The application that gets its events; null when there is exactly one, or none.</summary>
    public string? Application { get; set; }
}
