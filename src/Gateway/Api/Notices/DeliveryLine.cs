using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Notices;

/// <summary>The proof of one delivery. Recipients go by a short name of ours, never by an address.</summary>
internal sealed record DeliveryLine(string Channel, string Recipient, string State, int Attempts, DateTimeOffset? AtUtc, string? Why)
{
    public static DeliveryLine Of(DeliveryReport delivery) =>
        new(delivery.Channel, delivery.Recipient, Words.Of(delivery.State), delivery.Attempts, delivery.AtUtc, delivery.Why);
}
