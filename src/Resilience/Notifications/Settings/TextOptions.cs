using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>The words of a notice, with <c>{state}</c> (where its cause stands), <c>{level}</c> (at which it is told), <c>{cause}</c>, <c>{summary}</c>, <c>{details}</c>, <c>{incident}</c>, <c>{time}</c>, <c>{instance}</c> and <c>{id}</c>.</summary>
public sealed class TextOptions
{
    /// <summary>Subject of an e-mail and head of an alert. Default <c>[{instance}] {state} {cause}: {summary}</c>.</summary>
    [Required, MaxLength(500)]
    public string Title { get; set; } = "[{instance}] {state} {cause}: {summary}";

    /// <summary>Body for Slack and e-mail; lines that come out empty are left out.</summary>
    [Required, MaxLength(8192)]
    public string Body { get; set; } = "{state} {cause}: {summary}\n{details}\n{incident}\n{time} {instance}";

    /// <summary>Text of a text message. Default <c>{instance} {state}: {summary}</c>.</summary>
    [Required, MaxLength(500)]
    public string Short { get; set; } = "{instance} {state}: {summary}";
}
