namespace Relevo.Cache.Layers;

/// <summary>
/// The system's clock since its start in steps of 4 to 16 ms, which is plenty for times to live. It is read in a fifth of
/// the time of <see cref="TimeProvider.System"/>, and does not make the processor finish all that it has begun: with a
/// million entries most of a look is waiting for memory, and looks that wait at the same time take half as long.
/// </summary>
internal sealed class CoarseTime : TimeProvider
{
    private static readonly CoarseTime Instance = new();

    private CoarseTime()
    {
    }

    /// <inheritdoc />
    public override long TimestampFrequency => 1000;

    /// <summary>This clock in place of the system's, and any other clock as it is.</summary>
    public static TimeProvider InPlaceOf(TimeProvider time) => ReferenceEquals(time, System) ? Instance : time;

    /// <inheritdoc />
#pragma warning disable RS0030 // This is a TimeProvider: whoever uses it can be given another.
    public override long GetTimestamp() => Environment.TickCount64;
#pragma warning restore RS0030
}
