using Relevo.Resilience.Vitals;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>A figure of the simulated gateway, judged as the real one is.</summary>
internal sealed class SimulatedFigure(string name, VitalRule rule, Func<VitalReading?> read) : IVital
{
    public string Name => name;

    public VitalRule Rule => rule;

    public VitalReading? Read() => read();
}
