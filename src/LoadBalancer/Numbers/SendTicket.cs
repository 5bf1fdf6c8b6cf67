using Relevo.Contracts.Messages;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers.Lines;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>One message's turn at a number. It may be used again after it left, but stands in one line at a time.</summary>
public sealed class SendTicket
{
    private volatile int _entry;

    /// <summary>The message's own number in the store; receipts are told by it.</summary>
    public required long Message { get; init; }

    /// <summary>Critical and high go before the rest.</summary>
    public required Priority Priority { get; init; }

    /// <summary>When waiting makes no sense any more; null is never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whatever the owner wants to find again.</summary>
    public object? Owner { get; set; }

    /// <summary>The number it was last entered at.</summary>
    public string? Number { get; internal set; }

    internal bool IsUrgent => Priority <= Priority.High;

    /// <summary>Counts entries and leavings, so that the fate of one entry is never told to another.</summary>
    internal int Entry
    {
        get => _entry;
        set => _entry = value;
    }

    internal TicketState State { get; set; }

    internal PooledNumber? Home { get; set; }

    /// <summary>When its call began.</summary>
    internal long Began { get; set; }

    /// <summary>When its call left; null when nobody counts that closely.</summary>
    internal CallMark? Mark { get; set; }

    /// <summary>The number's time of health in which it was granted: what it tells later says nothing of the next one.</summary>
    internal int Epoch { get; set; }

    internal SendTicket? Previous { get; set; }

    internal SendTicket? Next { get; set; }
}
