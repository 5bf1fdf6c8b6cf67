using System.Collections.Concurrent;
using Relevo.Gateway.Health;

namespace Relevo.Gateway.Tests.Health;

/// <summary>Applications that have the trouble the test gives them.</summary>
internal sealed class FakeApplications : IApplicationHealth
{
    public ConcurrentDictionary<string, string> Troubles { get; } = new(StringComparer.Ordinal);

    /// <summary>The trouble of all of them at this moment; null while they have none but their own.</summary>
    public Func<string?> Look { get; set; } = static () => null;

    public string? Trouble(string application) => Look() ?? Troubles.GetValueOrDefault(application);
}
