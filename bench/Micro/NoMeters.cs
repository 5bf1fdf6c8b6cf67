using System.Diagnostics.Metrics;

namespace Relevo.Micro;

/// <summary>Instruments that nobody listens to.</summary>
internal sealed class NoMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
        // Meters without listeners hold nothing.
    }
}
