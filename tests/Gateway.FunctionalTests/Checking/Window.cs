using System.Runtime.InteropServices;

namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>A time in which an answer may have been forgotten: from shortly before a kill to the next start.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Window(long From, long To)
{
    public bool Overlaps(long from, long to) => from <= To && to >= From;
}
