using Relevo.Gateway.Sending;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Looks again at every conversation that waits for a number, so that those whose number is out follow their policy now.</summary>
internal sealed class RedistributeAction(Lazy<SendQueue> sends) : IPlaybookAction
{
    public string Name => "redistribute";

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        sends.Value.Redistribute();
        return Task.FromResult(ActionOutcome.Done("waiting conversations choose their number again"));
    }

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) => [.. ArgumentReader.CheckNames(arguments)];
}
