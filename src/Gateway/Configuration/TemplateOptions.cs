using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Relevo.Gateway.Configuration;

/// <summary>A template under a name of ours, with its name at each provider.</summary>
public sealed class TemplateOptions
{
    /// <summary>Language code. Default <c>en</c>.</summary>
    [Required]
    public string Language { get; set; } = "en";

    /// <summary>Its name at Meta.</summary>
    [ConfigurationKeyName("meta")]
    public string? Meta { get; set; }

    /// <summary>Its project id at Bird.</summary>
    [ConfigurationKeyName("bird")]
    public string? Bird { get; set; }

    /// <summary>Its name or id at Bird v1.</summary>
    [ConfigurationKeyName("bird-v1")]
    public string? BirdV1 { get; set; }

    /// <summary>Its name at Evolution.</summary>
    [ConfigurationKeyName("evolution")]
    public string? Evolution { get; set; }

    /// <summary>Sent in place of a message whose 24-hour window is closed: the customer gets this template and not the message. Default false.</summary>
    public bool WindowFallback { get; set; }
}
