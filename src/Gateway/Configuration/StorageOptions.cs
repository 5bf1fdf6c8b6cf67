using System.ComponentModel.DataAnnotations;
using Relevo.Storage.Sqlite;

namespace Relevo.Gateway.Configuration;

/// <summary>Where messages are durable. A change needs a restart.</summary>
public sealed class StorageOptions
{
    /// <summary><c>sqlite</c>. Default <c>sqlite</c>.</summary>
    [RegularExpression("^sqlite$", ErrorMessage = "only \"sqlite\" is available")]
    public string Engine { get; set; } = "sqlite";

    /// <summary>Connection of a database server; null keeps the store in <c>DataDirectory</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The embedded engine.</summary>
    public SqliteOptions Sqlite { get; set; } = new();
}
