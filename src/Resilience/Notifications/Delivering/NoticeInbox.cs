namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>
/// Where notices are handed in: bounded, and nobody waits. A cause that repeats itself takes one place; when it is full the
/// mildest has to go. What is told by hand has places of its own, and when they are taken it is not let in. Safe from any
/// thread.
/// </summary>
internal sealed class NoticeInbox
{
    private readonly Lock _gate = new();
    private readonly LinkedList<InboxEntry> _entries = [];
    private readonly Dictionary<string, InboxEntry> _lastOfCause = new(StringComparer.Ordinal);
    private int _byHand;

    /// <summary>Hands one in.</summary>
    /// <param name="entry">The notice.</param>
    /// <param name="most">Room for so many that are not told by hand.</param>
    /// <param name="byHand">Notices by hand that were let in before and still wait to be told: they take the room of others by hand.</param>
    /// <param name="dropped">Who had to go: another one, this one, or nobody.</param>
    /// <returns>The id under which it is told: that of an earlier one when it only repeats it; null when it was dropped.</returns>
    public string? Add(InboxEntry entry, int most, int byHand, out InboxEntry? dropped)
    {
        lock (_gate)
        {
            dropped = null;
            var known = _lastOfCause.GetValueOrDefault(entry.Notice.Cause);
            if (known is not null && entry.Repeats(known))
            {
                return known.Id;
            }

            dropped = entry.IsByHand ? (_byHand + byHand < Room.ByHand(most) ? null : entry)
                : _entries.Count - _byHand < most ? null
                : MakeRoom_NeedsGate(entry);
            if (dropped == entry)
            {
                return null;
            }

            _entries.AddLast(entry);
            _byHand += entry.IsByHand ? 1 : 0;
            if (entry.IsChange)
            {
                _lastOfCause[entry.Notice.Cause] = entry;
            }

            return entry.Id;
        }
    }

    public bool TryTake(out InboxEntry entry)
    {
        lock (_gate)
        {
            entry = _entries.First?.Value!;
            if (entry is null)
            {
                return false;
            }

            Remove_NeedsGate(_entries.First!);
            return true;
        }
    }

    // The oldest of the mildest, when it is milder than the new one; otherwise the new one.
    private InboxEntry MakeRoom_NeedsGate(InboxEntry entry)
    {
        LinkedListNode<InboxEntry>? mildest = null;
        for (var node = _entries.First; node is not null; node = node.Next)
        {
            mildest = !node.Value.IsByHand && (mildest is null || node.Value.Weight < mildest.Value.Weight) ? node : mildest;
        }

        if (mildest is null || mildest.Value.Weight >= entry.Weight)
        {
            return entry;
        }

        Remove_NeedsGate(mildest);
        return mildest.Value;
    }

    private void Remove_NeedsGate(LinkedListNode<InboxEntry> node)
    {
        _entries.Remove(node);
        _byHand -= node.Value.IsByHand ? 1 : 0;
        if (_lastOfCause.GetValueOrDefault(node.Value.Notice.Cause) == node.Value)
        {
            _lastOfCause.Remove(node.Value.Notice.Cause);
        }
    }
}
