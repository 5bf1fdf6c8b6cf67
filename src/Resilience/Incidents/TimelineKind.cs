namespace Relevo.Resilience.Incidents;

/// <summary>What an entry of a timeline is about.</summary>
public enum TimelineKind
{
    /// <summary>The level changed.</summary>
    Level = 0,

    /// <summary>A playbook did something.</summary>
    Playbook = 1,

    /// <summary>People were told, or were not.</summary>
    Notification = 2,

    /// <summary>Somebody acknowledged, marked, noted or closed it.</summary>
    Hand = 3,

    /// <summary>The gateway itself.</summary>
    Gateway = 4,
}
