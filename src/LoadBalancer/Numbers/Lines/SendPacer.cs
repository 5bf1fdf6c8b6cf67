using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Outliers;

namespace Relevo.LoadBalancer.Numbers.Lines;

/// <summary>
/// Gives out the right to call: a token of the number's rate, one of its day and a place among its calls under way. Who has
/// to wait stands in the number's line and costs nothing there.
/// </summary>
internal sealed class SendPacer(PoolCore core, Func<double> draw)
{
    private static readonly TimeSpan DayLimitNotice = TimeSpan.FromHours(20); // Once a day.
    private readonly List<SendTicket> _expired = [];

    /// <summary>True when the ticket may call now; else it waits, or was released when the number serves nobody.</summary>
    public bool Enter_NeedsGate(PooledNumber number, SendTicket ticket, long now)
    {
        if (ticket.State != TicketState.Idle)
        {
            throw new InvalidOperationException("A ticket stands in one line at a time.");
        }

        ticket.Entry++;
        (ticket.Home, ticket.Number) = (number, number.Name);
        if (!number.IsServing)
        {
            core.Announcer.Fate_NeedsGate(ticket, TicketFate.Released);
            return false;
        }

        var wait = number.Line.IsBefore(ticket) ? long.MaxValue : LookAgainAt_NeedsGate(number, now);
        if (wait == 0)
        {
            Grant_NeedsGate(number, ticket);
            return true;
        }

        number.LimitHits++;
        ticket.State = TicketState.Waiting;
        number.Line.Append(ticket);
        if (wait != long.MaxValue)
        {
            core.Wake.Heap.Set(number, wait);
        }

        return false;
    }

    /// <summary>Gives an unused grant back, or leaves the line.</summary>
    public void Leave_NeedsGate(SendTicket ticket, long now)
    {
        if (ticket.Home is not { } number)
        {
            ticket.Entry++;
            return;
        }

        switch (ticket.State)
        {
            case TicketState.Waiting:
                number.Line.Remove(ticket);
                break;
            case TicketState.Granted:
                number.FreePlace(ticket.Epoch);
                number.Bucket.Return();
                number.Day.Return();
                break;
            case TicketState.Idle:
                ticket.Entry++; // A fate that was decided and not told yet is not told.
                return;
            default:
                return;
        }

        ticket.State = TicketState.Idle;
        ticket.Entry++;
        Pump_NeedsGate(number, now);
    }

    /// <summary>
    /// A granted ticket begins its call. False with a <paramref name="wait"/> when calls would fall together: it keeps its
    /// grant and asks again then. False with none when the number may not be called any more: then the grant is gone.
    /// </summary>
    public bool Begin_NeedsGate(SendTicket ticket, long now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (ticket is not { State: TicketState.Granted, Home: { } number })
        {
            return false;
        }

        if (!number.IsServing || number.Throttle.ClosedUntil > now || ticket.Epoch != number.Health.Epoch)
        {
            Leave_NeedsGate(ticket, now);
            return false;
        }

        var limits = number.Definition.Limits;
        wait = TimeSpan.FromTicks(number.Begun.Begin(now, limits.MostInWindow, limits.Window.Ticks, out var mark));
        if (wait > TimeSpan.Zero)
        {
            return false;
        }

        (ticket.State, ticket.Began, ticket.Mark) = (TicketState.Calling, now, mark);
        number.Calls.Append(ticket);
        return true;
    }

    /// <summary>A call ended: its place is free. False when the ticket had none.</summary>
    public static bool End_NeedsGate(SendTicket ticket, long now)
    {
        if (ticket is not { State: TicketState.Calling, Home: { } number })
        {
            return false;
        }

        ticket.Mark?.Leave(now);
        number.Calls.Remove(ticket);
        number.FreePlace(ticket.Epoch);
        ticket.State = TicketState.Idle;
        return true;
    }

    /// <summary>Serves who waits, as far as there are tokens and places, and says when to look again.</summary>
    public void Pump_NeedsGate(PooledNumber number, long now)
    {
        while (number.Line.First is { } first)
        {
            if (first.ExpiresAt <= core.Clock.UtcNow)
            {
                number.Line.Remove(first);
                Tell_NeedsGate(first, TicketFate.Expired);
                continue;
            }

            var wait = LookAgainAt_NeedsGate(number, now);
            if (wait != 0)
            {
                core.Wake.Heap.Set(number, wait);
                return;
            }

            number.Line.Remove(first);
            Grant_NeedsGate(number, first);
            core.Announcer.Fate_NeedsGate(first, TicketFate.Granted);
        }

        core.Wake.Heap.Remove(number);
    }

    /// <summary>Nobody is served here any more: all who wait choose again.</summary>
    public void Release_NeedsGate(PooledNumber number)
    {
        while (number.Line.First is { } first)
        {
            number.Line.Remove(first);
            Tell_NeedsGate(first, TicketFate.Released);
        }

        core.Wake.Heap.Remove(number);
    }

    /// <summary>Ends the wait of those whose time has passed.</summary>
    public void Expire_NeedsGate(PooledNumber number, DateTimeOffset utcNow)
    {
        number.Line.TakeExpired(utcNow, _expired);
        _expired.ForEach(ticket => Tell_NeedsGate(ticket, TicketFate.Expired));
        _expired.Clear();
    }

    /// <summary>Begins a new day when it has come, and reserves a piece of it before anybody needs it.</summary>
    public void Reserve_NeedsGate(PooledNumber number)
    {
        var today = core.Clock.Today;
        number.Day.Roll(today);
        if (number.DayLimit(today, core.Options) is { } limit && number.Day.Reserve(limit, number.Definition.Limits.MessagesPerSecond))
        {
            core.Saver.Touch_NeedsGate(isUrgent: true);
        }
    }

    private void Tell_NeedsGate(SendTicket ticket, TicketFate fate)
    {
        ticket.State = TicketState.Idle;
        core.Announcer.Fate_NeedsGate(ticket, fate);
    }

    // 0: now; a time: then; the longest time: somebody will say so.
    private long LookAgainAt_NeedsGate(PooledNumber number, long now)
    {
        var options = core.Options;
        var limits = number.Definition.Limits;
        var today = core.Clock.Today;
        var rate = number.Rate(now, today, options, core.RateFactor);
        var isJittered = limits.Profile == NumberLimits.Evolution;
        var allowance = number.Line.Count > 0 && !isJittered ? limits.LateTimerAllowance : 0;
        number.Bucket.Fill(now, rate, limits.Burst + allowance);
        if (number.Places >= number.MostPlaces(options.Pacing))
        {
            return long.MaxValue;
        }

        if (number.Throttle.ClosedUntil > now)
        {
            number.Bucket.Spare(1);
            return number.Throttle.ClosedUntil;
        }

        if (LookForQuota_NeedsGate(number, now, today) is var quota and not 0)
        {
            return quota;
        }

        return number.Bucket.HasOne ? 0 : number.Bucket.NextAt(now, rate);
    }

    private long LookForQuota_NeedsGate(PooledNumber number, long now, int today)
    {
        Reserve_NeedsGate(number);
        if (number.DayLimit(today, core.Options) is not { } limit)
        {
            return 0;
        }

        if (number.Day.Left(limit) == 0)
        {
            core.NoticeNowAndThen_NeedsGate(PoolNoticeKind.DayLimit, NoticeSeverity.Warning, number, $"Number {number.Name} has sent the {limit} messages it may send today.", DayLimitNotice);
            core.Show_NeedsGate(number, now);
            return core.Clock.Midnight(now);
        }

        return number.Day.IsReserved || core.Saver.IsInTrouble_NeedsGate(now) ? 0 : long.MaxValue;
    }

    private void Grant_NeedsGate(PooledNumber number, SendTicket ticket)
    {
        var jitter = number.Definition.Limits.Profile == NumberLimits.Evolution ? draw() * core.Options.Pacing.JitterPercent / 100 : 0;
        number.Bucket.Take(1 + jitter);
        number.Day.Use();
        number.Places++;
        (ticket.State, ticket.Epoch) = (TicketState.Granted, number.Health.Epoch);
        core.Saver.Touch_NeedsGate(isUrgent: false);
        Reserve_NeedsGate(number); // Now: the next one shall not wait for it.
        if (number.Health.Phase == HealthPhase.HalfOpen || number.DayLimit(core.Clock.Today, core.Options) is not null)
        {
            core.Show_NeedsGate(number, core.Clock.Now);
        }
    }
}
