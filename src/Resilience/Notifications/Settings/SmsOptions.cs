using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Text messages through any gateway that takes them by HTTP POST.</summary>
public sealed class SmsOptions
{
    /// <summary>Address of the gateway, a secret; null turns text messages off.</summary>
    [MaxLength(2048)]
    public string? Url { get; set; }

    /// <summary>Headers of each call as <c>Name: value</c>, say <c>Authorization: Bearer …</c>.</summary>
    public IList<string> Headers { get; set; } = [];

    /// <summary>Type of the body; variables are escaped for JSON, forms and XML. Default <c>application/json</c>.</summary>
    [Required, MaxLength(100)]
    public string ContentType { get; set; } = "application/json";

    /// <summary>The body, with <c>{to}</c>, <c>{text}</c>, <c>{id}</c> and the variables of <c>Texts</c>. Default <c>{"to":"{to}","text":"{text}"}</c>.</summary>
    [Required, MaxLength(8192)]
    public string Body { get; set; } = """{"to":"{to}","text":"{text}"}""";

    /// <summary>What an answer must hold to count as taken, for gateways that refuse with status 200. Default null: the status decides.</summary>
    [MaxLength(256)]
    public string? Expect { get; set; }

    /// <summary>Longest text, characters. Default 320.</summary>
    [Range(40, 1600)]
    public int MaxCharacters { get; set; } = 320;

    /// <summary>Who is told: numbers in E.164, or people and roles of <c>Contacts</c>. Default <c>on-call</c>.</summary>
    public IList<string> To { get; set; } = ["on-call"];
}
