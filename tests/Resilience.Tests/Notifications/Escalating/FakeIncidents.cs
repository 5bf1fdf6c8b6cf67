using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Escalating;

namespace Relevo.Resilience.Tests.Notifications.Escalating;

/// <summary>One incident that outlives the processes of a test, when they save it.</summary>
internal sealed class FakeIncidents : IIncidentBook
{
    public IncidentFacts Facts { get; set; } =
        new("7", "level", "the queue is slow", new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), null, null, HealthLevel.Critical, HasBusinessImpact: false, []);

    public bool Forgets { get; set; }

    public bool Throws { get; set; }

    public IReadOnlyList<IncidentFacts> Open() => Throws ? throw new InvalidOperationException("secret") : Facts.ResolvedUtc is null ? [Facts] : [];

    public void Told(string incident, RungTold told) => Facts = Forgets ? Facts : Facts with { Told = [.. Facts.Told, told] };
}
