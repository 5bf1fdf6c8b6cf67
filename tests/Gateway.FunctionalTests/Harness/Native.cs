using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>System calls that the runtime does not offer.</summary>
internal static partial class Native
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigCont = 18;
    public const int SigStop = 19;

    /// <summary>ext4 stops at once, as at a power cut; 2 = nothing more reaches the journal.</summary>
    private const nuint ShutdownRequest = 0x8004587D;
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    public static void Signal(int process, int signal)
    {
        if (Kill(process, signal) != 0 && Marshal.GetLastPInvokeError() != 3)
        {
            throw new InvalidOperationException($"kill({process}, {signal}) failed: {Marshal.GetLastPInvokeError()}.");
        }
    }

    public static bool IsRoot => GetEffectiveUserId() == 0;

    /// <summary>Cuts the power of the ext4 file system that is mounted at <paramref name="mount"/>.</summary>
    public static void ShutDownFileSystem(string mount)
    {
        var directory = Open(mount, ReadOnlyDirectory);
        if (directory < 0)
        {
            throw new IOException($"open({mount}) failed: {Marshal.GetLastPInvokeError()}.");
        }

        var withoutLogFlush = 2u;
        var result = IoControl(directory, ShutdownRequest, ref withoutLogFlush);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(directory);
        if (result != 0)
        {
            throw new IOException($"ioctl(EXT4_IOC_SHUTDOWN) failed: {error}.");
        }
    }

    /// <summary>Moves the calling thread, and no other, into a network namespace.</summary>
    public static void EnterNetwork(SafeFileHandle network)
    {
        if (SetNamespace(network, NewNetwork) != 0)
        {
            throw new InvalidOperationException($"setns failed: {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int type);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(int file, nuint request, ref uint argument);
}
