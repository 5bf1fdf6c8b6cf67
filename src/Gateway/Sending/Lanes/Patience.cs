using System.Runtime.InteropServices;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>A wait on the clock that only goes forward: somebody who sets the wall clock makes it neither longer nor shorter.</summary>
/// <param name="Began">When it began, as <see cref="TimeProvider.GetTimestamp"/> counts.</param>
/// <param name="Length">How long it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Patience(long Began, TimeSpan Length)
{
    /// <summary>What is left of it; zero or less when it is over.</summary>
    public TimeSpan Left(TimeProvider time) => Length - time.GetElapsedTime(Began);
}
