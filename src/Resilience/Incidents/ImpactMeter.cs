using Microsoft.Extensions.Logging;
using Relevo.Resilience.Bounds;

namespace Relevo.Resilience.Incidents;

/// <summary>Asks for what an incident did. An answer that fails or does not come in time leaves it unknown.</summary>
internal sealed class ImpactMeter(Func<DateTimeOffset, DateTimeOffset, IncidentImpact> impact, TimeProvider time, ILogger logger)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const string Name = "impact";
    private readonly HangingCalls _hanging = new();

    public async Task<IncidentImpact> MeasureAsync(Incident incident, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!_hanging.MayStart(Name))
        {
            return IncidentImpact.Unknown;
        }

        var until = incident.RestoredUtc ?? incident.ClosedUtc ?? now;
        var end = await BoundedCall.RunAsync(_ => Task.FromResult(impact(incident.DetectedUtc, until)), Patience, TimeSpan.Zero, time, cancellation).ConfigureAwait(false);
        if (end.Left is { } left)
        {
            _hanging.Add(Name, left);
        }

        if (end.Value is null)
        {
            IncidentLog.ImpactFailed(logger, incident.Id, end.Thrown ?? "no answer in time");
        }

        return end.Value ?? IncidentImpact.Unknown;
    }
}
