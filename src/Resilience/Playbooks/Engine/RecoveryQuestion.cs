using Relevo.Resilience.Bounds;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Playbooks.Engine;

/// <summary>Asks whether a level has recovered. An answer that fails or does not come is no.</summary>
internal sealed class RecoveryQuestion(Func<HealthLevel, bool> hasRecovered, HangingCalls hanging, TimeProvider time)
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private const string Name = "whether the level has recovered";

    public async Task<bool> AskAsync(HealthLevel level, CancellationToken stopping)
    {
        if (!hanging.MayStart(Name))
        {
            return false;
        }

        var end = await BoundedCall.RunAsync(_ => Task.FromResult(hasRecovered(level) ? "yes" : "no"), Deadline, TimeSpan.Zero, time, stopping).ConfigureAwait(false);
        if (end.Left is { } left)
        {
            hanging.Add(Name, left);
        }

        return end is { Kind: CallEndKind.Ended, Value: "yes" };
    }
}
