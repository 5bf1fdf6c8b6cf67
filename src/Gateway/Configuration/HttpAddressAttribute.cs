using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>The text is an absolute http or https address. Stricter than <see cref="UrlAttribute"/>, which takes ftp and empty hosts.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute : ValidationAttribute
{
    /// <summary>Creates it.</summary>
    public HttpAddressAttribute()
        : base("is not an absolute address that begins with http:// or https://")
    {
    }

    /// <inheritdoc />
    public override bool IsValid(object? value) => value is null || (value is string text && IsAddress(text));

    /// <summary>True for an absolute http or https address without spaces around it.</summary>
    public static bool IsAddress(string text) =>
        text.AsSpan().Trim().Length == text.Length
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.Host.Length > 0;
}
