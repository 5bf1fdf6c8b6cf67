using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>One request of the generator with its answer; status 0 is none. Times are ticks of the monotonic clock.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Attempt(long Begin, long End, int Status)
{
    public TimeSpan Took => Stopwatch.GetElapsedTime(Begin, End);
}
