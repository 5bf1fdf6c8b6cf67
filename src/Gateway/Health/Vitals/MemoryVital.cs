using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>Memory in use of what the machine, or the container, has; as the collector saw it last.</summary>
internal sealed class MemoryVital(SettingsHolder settings) : IVital
{
    private readonly MeanWindow _mean = new();

    public string Name => "memory";

    public VitalRule Rule => settings.Current.Health.Vitals.MemoryPercent.HighIsBad;

    public VitalReading? Read()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        if (memory.TotalAvailableMemoryBytes <= 0 || memory.MemoryLoadBytes <= 0)
        {
            return null; // nothing was collected yet
        }

        return _mean.Add(100.0 * memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes) is { } percent
            ? new VitalReading(percent, string.Create(CultureInfo.InvariantCulture, $"{percent:0} % of the memory is in use"))
            : null;
    }
}
