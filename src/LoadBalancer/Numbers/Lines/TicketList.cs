namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>Tickets in the order they came. The links are the tickets' own, so that standing in it costs nothing and leaving it is quick. Its bound is the number of tickets.</summary>
internal sealed class TicketList
{
    public SendTicket? First { get; private set; }

    public int Count { get; private set; }

    private SendTicket? Last { get; set; }

    public void Append(SendTicket ticket)
    {
        (ticket.Previous, ticket.Next) = (Last, null);
        if (Last is null)
        {
            First = ticket;
        }
        else
        {
            Last.Next = ticket;
        }

        Last = ticket;
        Count++;
    }

    public void Remove(SendTicket ticket)
    {
        if (ticket.Previous is null)
        {
            First = ticket.Next;
        }
        else
        {
            ticket.Previous.Next = ticket.Next;
        }

        if (ticket.Next is null)
        {
            Last = ticket.Previous;
        }
        else
        {
            ticket.Next.Previous = ticket.Previous;
        }

        (ticket.Previous, ticket.Next) = (null, null);
        Count--;
    }
}
