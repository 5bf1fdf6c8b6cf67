using System.ComponentModel.DataAnnotations;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>E-mail through an SMTP server.</summary>
public sealed class EmailOptions
{
    /// <summary>Name or address of the SMTP server; null turns e-mail off.</summary>
    [MaxLength(255)]
    public string? Host { get; set; }

    /// <summary>Its port. Default 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary><c>starttls</c> (required, never in clear), <c>tls</c> from the first byte (usually port 465), or <c>none</c>. Default <c>starttls</c>.</summary>
    [RegularExpression("^(starttls|tls|none)$", ErrorMessage = "must be starttls, tls or none")]
    public string Security { get; set; } = "starttls";

    /// <summary>SHA-256 of the server's certificate, 64 hexadecimal digits: this one and no other is trusted. Default null: the system's trust.</summary>
    [RegularExpression("^[0-9A-Fa-f]{64}$", ErrorMessage = "must be 64 hexadecimal digits")]
    public string? CertificateSha256 { get; set; }

    /// <summary>User name; null sends without a login.</summary>
    [MaxLength(255)]
    public string? User { get; set; }

    /// <summary>Its password.</summary>
    [MaxLength(1024)]
    public string? Password { get; set; }

    /// <summary>Address of the sender.</summary>
    [MaxLength(254)]
    public string? From { get; set; }

    /// <summary>Who is told: addresses, or people and roles of <c>Contacts</c>. Default <c>operations</c>.</summary>
    public IList<string> To { get; set; } = ["operations"];
}
