namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>Who waits for one number: critical and high first, then in the order they came. Not safe from several threads.</summary>
internal sealed class WaitingLine
{
    private readonly TicketList _urgent = new();
    private readonly TicketList _usual = new();
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;

    public int Count => _urgent.Count + _usual.Count;

    /// <summary>Who is next.</summary>
    public SendTicket? First => _urgent.First ?? _usual.First;

    /// <summary>True when somebody waits whom this ticket may not overtake.</summary>
    public bool IsBefore(SendTicket ticket) => _urgent.Count > 0 || (!ticket.IsUrgent && _usual.Count > 0);

    public void Append(SendTicket ticket)
    {
        ListOf(ticket).Append(ticket);
        if (ticket.ExpiresAt < _nextExpiry)
        {
            _nextExpiry = ticket.ExpiresAt.Value;
        }
    }

    public void Remove(SendTicket ticket) => ListOf(ticket).Remove(ticket);

    /// <summary>Takes out whose time has passed. Looks at everybody, but only when somebody's time has.</summary>
    public void TakeExpired(DateTimeOffset now, List<SendTicket> expired)
    {
        if (now < _nextExpiry)
        {
            return;
        }

        _nextExpiry = DateTimeOffset.MaxValue;
        TakeExpired(_urgent, now, expired);
        TakeExpired(_usual, now, expired);
    }

    private void TakeExpired(TicketList list, DateTimeOffset now, List<SendTicket> expired)
    {
        for (var ticket = list.First; ticket is not null;)
        {
            var next = ticket.Next;
            if (ticket.ExpiresAt <= now)
            {
                list.Remove(ticket);
                expired.Add(ticket);
            }
            else if (ticket.ExpiresAt < _nextExpiry)
            {
                _nextExpiry = ticket.ExpiresAt.Value;
            }

            ticket = next;
        }
    }

    private TicketList ListOf(SendTicket ticket) => ticket.IsUrgent ? _urgent : _usual;
}
