using Relevo.Resilience.Playbooks;

namespace Relevo.Gateway.Tests.Api;

/// <summary>A step of a playbook that does nothing, in as much time as the test wants.</summary>
internal sealed class StandInStep(string name, Func<Task> hold) : IPlaybookAction
{
    public string Name => name;

    public async Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        await hold().WaitAsync(cancellation);
        return ActionOutcome.Done($"{name} did its work");
    }
}
