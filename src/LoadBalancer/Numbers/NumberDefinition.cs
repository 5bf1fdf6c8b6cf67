using Relevo.LoadBalancer.Limits;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>A number of the pool as settings describe it.</summary>
public sealed record NumberDefinition
{
    /// <summary>Our name of it.</summary>
    public required string Name { get; init; }

    /// <summary>The API that speaks for it.</summary>
    public required string Provider { get; init; }

    /// <summary>True when it is used only after the primary numbers.</summary>
    public bool IsBackup { get; init; }

    /// <summary>Share of new contacts among the numbers of its tier; 0 gives it none.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How fast it may send.</summary>
    public required NumberLimits Limits { get; init; }

    /// <summary>Messages per UTC day; null is without limit.</summary>
    public int? MessagesPerDay { get; init; }

    /// <summary>Contacts active in the last 24 h that it takes before the next tier is used; null is without limit.</summary>
    public int? MaxConversations { get; init; }

    /// <summary>Account whose ban takes all its numbers along; null when unknown.</summary>
    public string? AccountId { get; init; }

    /// <summary>False when credentials are missing or its provider cannot send.</summary>
    public bool CanSend { get; init; } = true;

    /// <summary>True when the provider's rate counts inbound messages too.</summary>
    public bool CountsInbound { get; init; }

    /// <summary>First day of a new number; null when it is warm.</summary>
    public DateOnly? WarmUpFrom { get; init; }

    /// <summary>Changes when the credentials change. Not the credentials themselves.</summary>
    public string CredentialMark { get; init; } = "";
}
