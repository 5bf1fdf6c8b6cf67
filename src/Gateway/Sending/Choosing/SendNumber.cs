using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Sending.Choosing;

/// <summary>One configured number as sending sees it.</summary>
/// <param name="Definition">What the pool knows of it.</param>
/// <param name="Account">What its provider needs.</param>
/// <param name="Protocol">How its provider is spoken to; null when it only receives.</param>
/// <param name="Problem">Why it cannot send at all; null when it can.</param>
/// <param name="Application">The application its events go to; null when none takes them.</param>
internal sealed record SendNumber(NumberDefinition Definition, SendAccount Account, ISendProtocol? Protocol, string? Problem, string? Application)
{
    public string Name => Definition.Name;

    public string Provider => Definition.Provider;
}
