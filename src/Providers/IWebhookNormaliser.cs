using Relevo.Contracts.Messages;

namespace Relevo.Providers;

/// <summary>Turns an authentic body into events. Pure: no state, no waiting.</summary>
public interface IWebhookNormaliser
{
    /// <summary>
    /// Adds the events of <paramref name="request"/> in the order of the body. Never throws for bad input: a body that is
    /// not what it should be becomes one event of kind <see cref="EventKind.Unknown"/>, and one odd event inside a body
    /// becomes unknown without touching its neighbours.
    /// <see cref="InboundEvent.Raw"/> may point into <see cref="WebhookRequest.Body"/>.
    /// </summary>
    void Normalise(WebhookRequest request, WebhookNumber number, List<InboundEvent> events);
}
