using System.Collections.Concurrent;
using Relevo.Gateway.Health;

namespace Relevo.Gateway.Tests.Health;

/// <summary>Applications that have the trouble the test gives them.</summary>
internal sealed class FakeApplications : IApplicationHealth
{
    public ConcurrentDictionary<string, string> Troubles { get; } = new(StringComparer.Ordinal);

    public string? Trouble(string application) => Troubles.GetValueOrDefault(application);
}
