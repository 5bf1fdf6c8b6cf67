using Microsoft.Extensions.Logging;
using Relevo.QueueProcessor.Store;

namespace Relevo.QueueProcessor.Lanes;

/// <summary>
/// The pause of a queue whose store cannot save what was done: it keeps a bounded number of unsaved ends of work, and no
/// new work begins until it has saved them.
/// </summary>
internal sealed class SavePause(string queue, IMessageStore store, Action wake, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    /// <summary>Pause before the store is asked again.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private int _isOn;

    /// <summary>No new work may begin.</summary>
    public bool IsOn => Volatile.Read(ref _isOn) != 0;

    /// <summary>Begins the pause; it ends by itself.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _isOn, 1) == 0)
        {
            Log.Unsaved(logger, queue);
            _ = EndWhenSavedAsync();
        }
    }

    private async Task EndWhenSavedAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await store.FlushAsync(stopping);
                break;
            }
            catch (Exception error)
            {
                Log.ReadFailed(logger, queue, error.Message);
                await Task.Delay(Again, time, CancellationToken.None);
            }
        }

        Volatile.Write(ref _isOn, 0);
        wake();
    }
}
