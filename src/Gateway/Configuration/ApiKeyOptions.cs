using System.ComponentModel.DataAnnotations;

namespace Relevo.Gateway.Configuration;

/// <summary>One API key.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>The key itself, at least 8 characters.</summary>
    [Required, MinLength(8)]
    public string Key { get; set; } = "";

    /// <summary><c>send</c>, <c>read</c>, <c>admin</c> (which includes both).</summary>
    [MinLength(1)]
    public IList<string> Roles { get; set; } = [];

    /// <summary>Calls per second, and at most so many at once; further ones are answered 429. Default null: without limit.</summary>
    [Range(1, 100_000)]
    public int? RequestsPerSecond { get; set; }
}
