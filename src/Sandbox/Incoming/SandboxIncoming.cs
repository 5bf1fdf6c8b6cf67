using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Incoming;

/// <summary>A message that a customer writes to a number.</summary>
/// <param name="Number">The provider's own name of the number.</param>
/// <param name="Message">What is written.</param>
public sealed record SandboxIncoming(string Number, SandboxInbound Message)
{
    /// <summary>When it is written, since the start. Default at once.</summary>
    public TimeSpan After { get; init; }
}
