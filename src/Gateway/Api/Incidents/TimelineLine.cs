using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Incidents;

namespace Relevo.Gateway.Api.Incidents;

/// <summary>One thing that happened during an incident.</summary>
internal sealed record TimelineLine(DateTimeOffset AtUtc, string Kind, string Text, string? By)
{
    public static TimelineLine Of(TimelineEntry entry) => new(entry.AtUtc, Words.Of(entry.Kind), entry.Text, entry.By);
}
