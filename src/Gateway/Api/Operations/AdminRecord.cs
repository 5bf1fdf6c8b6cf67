using Relevo.Gateway.Api.Access;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Api.Operations;

/// <summary>Records what operators do. What keeps the gateway alive must work best when the store does not, so it is done also when it cannot be recorded; the log says so.</summary>
internal static class AdminRecord
{
    private const int LongestTarget = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>A name of the caller's own making as the record holds it: one line of bounded length.</summary>
    public static string Target(string name) => string.Concat(name.Take(LongestTarget).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));

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
