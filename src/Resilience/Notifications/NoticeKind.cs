namespace Relevo.Resilience.Notifications;

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>Something is wrong, or changed while it is.</summary>
    Alarm = 0,

    /// <summary>It is well again: goes to whom the alarm went.</summary>
    Recovery = 1,

    /// <summary>Somebody looks after it: goes to whom the alarm went.</summary>
    Acknowledgement = 2,

    /// <summary>A rung of a ladder.</summary>
    Escalation = 3,

    /// <summary>What an operator wants to be known.</summary>
    ByHand = 4,

    /// <summary>More about what is wrong already, say of its playbook: it changes nothing about where the cause stands, and the recovery of the cause ends it.</summary>
    Addition = 5,
}
