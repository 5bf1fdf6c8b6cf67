using Microsoft.Extensions.Logging;
using Relevo.Resilience.Retry;

namespace Relevo.Resilience.Records;

/// <summary>Reads what an earlier process left, and does not give up before the store has answered: it asks again, ever more seldom, and tells of the first failure.</summary>
internal sealed class PatientReading(string kind, TimeProvider time, ILogger logger)
{
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>The answer. Throws <see cref="OperationCanceledException"/> when <paramref name="stop"/> came before it.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await ask(stop).ConfigureAwait(false);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Complain(failures, failure);
            }

            await Task.Delay(_backoff.Ceiling(failures), time, stop).ConfigureAwait(false);
        }
    }

    private void Complain(int failures, Exception failure)
    {
        if (failures == 1)
        {
            RecordLog.NotRead(logger, kind, failure is RecordStoreException ? failure.Message : failure.GetType().Name);
        }
    }
}
