using Relevo.Gateway.Api.Access;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Operations;

/// <summary>Records what operators do. What keeps the gateway alive must work best when the store does not, so it is done also when it cannot be recorded; the log says so.</summary>
internal static class AdminRecord
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public static async Task TryWriteAsync(ApiServices services, ApiCaller caller, string action, string target, string result, CancellationToken cancellation)
    {
        try
        {
            var entry = new AuditEntry(services.Time.GetUtcNow(), caller.Name, action, target, result);
            await services.Store.AuditAsync(entry, cancellation).WaitAsync(Patience, services.Time, cancellation);
        }
        catch (Exception exception) when (exception is StoreException or TimeoutException)
        {
            ApiLog.NotRecorded(services.Logger, action, caller.Name, exception.Message);
        }
    }
}
