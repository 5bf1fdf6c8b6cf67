using System.Runtime.InteropServices;

namespace Relevo.Gateway.Configuration.Reloading;

/// <summary>What makes the reload look: a timer always, a notice of the file system where there is one, SIGHUP.</summary>
internal sealed class ReloadTriggers : IDisposable
{
    private readonly ITimer _timer;
    private readonly FileSystemWatcher? _watcher;
    private readonly PosixSignalRegistration? _signal;

    public ReloadTriggers(string file, TimeProvider time, Action<bool> wake, ILogger logger)
    {
        _timer = time.CreateTimer(static state => ((Action<bool>)state!)(false), wake, ReloadTiming.Poll, ReloadTiming.Poll);
        _watcher = Watch(file, wake, logger);
        if (!OperatingSystem.IsWindows())
        {
            _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true; // Else the process ends, as for a terminal that was closed.
                wake(true);
            });
        }
    }

    public void Dispose()
    {
        _signal?.Dispose();
        _watcher?.Dispose();
        _timer.Dispose();
    }

    // Only a hint: network disks and replaced links give none, and the watches of a system can run out.
    private static FileSystemWatcher? Watch(string file, Action<bool> wake, ILogger logger)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file));
            watcher.Changed += (_, _) => wake(false);
            watcher.Created += (_, _) => wake(false);
            watcher.Renamed += (_, _) => wake(false);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
            ReloadLog.NoNotice(logger, exception);
            return null;
        }
    }
}
