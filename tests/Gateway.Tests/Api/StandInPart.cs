using Relevo.Gateway.Operating.Restarts;

namespace Relevo.Gateway.Tests.Api;

/// <summary>A part of a component that is begun anew, or fails to.</summary>
internal sealed class StandInPart(string component, bool fails) : IRestartable
{
    public bool Covers(string name) => name == component;

    public Task<string> RestartAsync(CancellationToken cancellation) =>
        fails ? Task.FromException<string>(new InvalidOperationException("a secret of the part")) : Task.FromResult($"{component} was begun anew");
}
