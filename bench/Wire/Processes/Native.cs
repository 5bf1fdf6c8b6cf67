using System.Runtime.InteropServices;

namespace Relevo.Wire.Processes;

/// <summary>Signals, which .NET does not send.</summary>
internal static partial class Native
{
    public const int SigTerm = 15;

    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
