using Microsoft.Extensions.Logging;
using Relevo.LoadBalancer.Numbers.Lines;

namespace Relevo.LoadBalancer.Numbers;

/// <summary>
/// Tells what was decided under the lock after the lock is free. A callback that calls back in does not deepen the stack:
/// what that leads to is told when the callback has returned. A callback that throws is logged and ends nothing.
/// </summary>
internal sealed class Announcer(ILogger logger)
{
    [ThreadStatic]
    private static Queue<(Announcer Teller, Happening What)>? _telling;

    private List<Happening>? _pending;

    public Action<SendTicket, TicketFate>? Fate { get; set; }

    public Action<string>? Tried { get; set; }

    public event Action<PoolNotice>? Noticed;

    public void Fate_NeedsGate(SendTicket ticket, TicketFate fate) => (_pending ??= []).Add(new Happening(ticket, ticket.Entry, fate, null, null));

    public void Notice_NeedsGate(PoolNotice notice) => (_pending ??= []).Add(new Happening(null, 0, default, notice, null));

    public void Work_NeedsGate(Action work) => (_pending ??= []).Add(new Happening(null, 0, default, null, work));

    public List<Happening>? Take_NeedsGate()
    {
        var pending = _pending;
        _pending = null;
        return pending;
    }

    /// <summary>Not under the lock.</summary>
    public void Tell(List<Happening>? happenings)
    {
        if (happenings is null)
        {
            return;
        }

        if (_telling is { } later)
        {
            happenings.ForEach(what => later.Enqueue((this, what)));
            return;
        }

        var queue = _telling = new Queue<(Announcer, Happening)>();
        try
        {
            happenings.ForEach(what => queue.Enqueue((this, what)));
            while (queue.TryDequeue(out var next))
            {
                next.Teller.Tell(next.What);
            }
        }
        finally
        {
            _telling = null;
        }
    }

    /// <summary>Not under the lock.</summary>
    public void Tell(PoolNotice notice) => Tell([new Happening(null, 0, default, notice, null)]);

    private void Tell(in Happening what)
    {
        try
        {
            if (what.Ticket is { } ticket)
            {
                // Who left meanwhile is told nothing.
                if (ticket.Entry == what.Entry)
                {
                    Fate?.Invoke(ticket, what.Fate);
                }
            }
            else if (what.Notice is { } notice)
            {
                Tell(notice, Noticed);
            }

            what.Work?.Invoke();
        }
        // Whatever a callback does wrong, the others still have to be told.
        catch (Exception failure)
        {
            Log.CallbackFailed(logger, failure);
        }
    }

    private void Tell(PoolNotice notice, Action<PoolNotice>? listeners)
    {
        Log.Noticed(logger, notice.Severity switch
        {
            NoticeSeverity.Alarm => LogLevel.Error,
            NoticeSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        }, notice.Text);
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(notice);
            }
            // As above.
            catch (Exception failure)
            {
                Log.CallbackFailed(logger, failure);
            }
        }
    }
}
