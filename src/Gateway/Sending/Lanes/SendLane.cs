using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Gateway.Sending.Contacts;
using Relevo.LoadBalancer.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>
/// The way out, one send at a time per contact: choose a number, wait for its turn, write the attempt down, call the
/// provider, judge what came back. Waiting holds no worker: the lane is set aside until the pool or a receipt wakes it.
/// </summary>
internal sealed class SendLane(
    SendDesk desk,
    SendCaller caller,
    NumberChooser chooser,
    NumberPool pool,
    ContactBook contacts,
    UnknownOutcomes unknowns,
    SendEnds ends,
    Waiters waiters,
    Sleepers sleepers,
    TimeProvider time,
    WorkerScale? scale = null) : ILaneHandler
{
    private const int MaxRounds = 8; // numbers tried without a pause
    private static readonly TimeSpan NobodyPause = TimeSpan.FromSeconds(30);

    public int Concurrency => scale?.Of(desk.Options.Concurrency) ?? desk.Options.Concurrency;

    public bool IsPaused => false;

    public bool HasMixedPriorities => true;

    public bool TryEnter(out long pass)
    {
        pass = 0;
        return true;
    }

    public void Left(long pass)
    {
    }

    public async ValueTask<LaneOutcome> HandleAsync(QueuedMessage message, long pass, CancellationToken cancellation)
    {
        try
        {
            return await HandleAsync(message, cancellation);
        }
        catch (StoreException)
        {
            return ends.Unsaved("the store cannot be read"); // that is not the message's fault: it does not count against it
        }
    }

    private async ValueTask<LaneOutcome> HandleAsync(QueuedMessage message, CancellationToken cancellation)
    {
        if ((message.Progress as SendWork ?? desk.Begin(message)) is not { } work)
        {
            return ends.Unreadable(message);
        }

        message.Progress = work;
        if (work.Ending is { } ending)
        {
            return await ends.EndAsync(work, ending);
        }

        if (message.Deaths >= desk.Options.MaxDeaths)
        {
            return await (work.Unknown is null ? ends.GiveUpAsync(work, "the gateway died again and again while it was in work") : unknowns.ListAsync(work));
        }

        if (work.IsGranted)
        {
            return await CallAsync(work, cancellation);
        }

        if (work.Unknown is not null && await unknowns.LookAsync(work) is { } decided)
        {
            return decided;
        }

        return await ChooseAsync(work, cancellation);
    }

    /// <summary>What the pool decided of a send in a line.</summary>
    public static void Decided(SendTicket ticket, TicketFate fate, Func<ulong, bool> resume)
    {
        var work = (SendWork)ticket.Owner!;
        if (fate == TicketFate.Granted)
        {
            work.IsGranted = true;
        }
        else
        {
            work.Ticket = null;
        }

        resume(work.Message.Conversation);
    }

    private async ValueTask<LaneOutcome> ChooseAsync(SendWork work, CancellationToken cancellation)
    {
        if (work.Unknown is null)
        {
            if (IsExpired(work))
            {
                return await ends.ExpireAsync(work, "its time was over before it could be sent");
            }

            if (await contacts.TryFindAsync(work.ContactKey, cancellation) is not { } contact)
            {
                return ends.Unsaved("the contact cannot be looked up");
            }

            var choice = chooser.Choose(work.Job, contact, work.ContactHash, work.Avoid, desk.Numbers, desk.Settings);
            if (choice.Problem is { } problem)
            {
                return await ends.GiveUpAsync(work, problem);
            }

            if (choice.Number is null)
            {
                return WaitForAnybody(work, Sleepers.Anybody);
            }

            if (desk.Prepare(work, choice, contact, time.GetUtcNow(), out var reason) is not SendStep.Again and var step)
            {
                return step == SendStep.Expire ? await ends.ExpireAsync(work, reason) : await ends.GiveUpAsync(work, reason);
            }
        }

        return await EnterAsync(work, cancellation);
    }

    private async ValueTask<LaneOutcome> EnterAsync(SendWork work, CancellationToken cancellation)
    {
        var number = work.Number!.Name;
        if (!CanEnter(number))
        {
            return WaitForNumber(work, number);
        }

        if (work.IsUntouched && sleepers.MustSleep(work.Message, number))
        {
            return Sleep(work, number);
        }

        var pause = pool.PairDelay(number, work.ContactHash);
        if (pause > TimeSpan.Zero)
        {
            waiters.Add(work.Message.Conversation, Within(work, pause));
            return LaneOutcome.Aside;
        }

        work.Ticket = new SendTicket
        {
            Message = work.Message.Position,
            Priority = work.Message.Priority,
            ExpiresAt = work.Job.ExpiresAt,
            Owner = work,
        };
        return pool.TryEnter(number, work.Ticket) ? await CallAsync(work, cancellation) : LaneOutcome.Aside;
    }

    private async ValueTask<LaneOutcome> CallAsync(SendWork work, CancellationToken cancellation)
    {
        var ticket = work.Ticket!;
        work.IsGranted = false;
        if (work.Unknown is not null && work.IsReceived)
        {
            pool.Leave(ticket);
            return await unknowns.ProvenAsync(work, null); // the receipt came while the repetition stood in line
        }

        if (IsExpired(work) && work.Unknown is null)
        {
            pool.Leave(ticket);
            return await ends.ExpireAsync(work, "its time was over before it could be sent");
        }

        if (await caller.CallAsync(work, cancellation) is not { } outcome)
        {
            return ends.Unsaved("the attempt cannot be written down");
        }

        if (ReferenceEquals(outcome, SendCaller.TooSoon))
        {
            work.IsGranted = true;
            waiters.Add(work.Message.Conversation, work.HeldFor);
            return LaneOutcome.Aside;
        }

        var verdict = SendJudge.Judge(work, outcome, desk.Options, desk.HasFallback(work), time.GetUtcNow(), Random.Shared.NextDouble());
        var trace = new TraceEntry(work.Message.Id, time.GetUtcNow(), verdict.Trace, work.Number!.Name, outcome.Code, SendCaller.KeyOf(work, outcome));
        return await FollowAsync(work, outcome, verdict, trace, cancellation);
    }

    private async ValueTask<LaneOutcome> FollowAsync(SendWork work, SendOutcome outcome, SendVerdict verdict, TraceEntry trace, CancellationToken cancellation)
    {
        var wasUnknown = work.Unknown is not null;
        if (verdict.Kind != SendStep.Unknown && !(wasUnknown && verdict.Kind is SendStep.Later or SendStep.Again))
        {
            unknowns.Forget(work);
        }

        switch (verdict.Kind)
        {
            case SendStep.Done:
                await caller.AcceptedAsync(work, outcome);
                return new LaneOutcome(LaneOutcomeKind.Complete) { Trace = trace };
            case SendStep.Later when outcome.Class == FailureClass.ThrottleRecipient:
                pool.PairThrottled(work.Number!.Name, work.ContactHash, verdict.Pause);
                return Later(work, verdict, trace);
            case SendStep.Later:
                return Later(work, verdict, trace);
            case SendStep.Again:
                if (outcome.Class == FailureClass.FailWindow)
                {
                    contacts.Closed(work.ContactKey, work.Number!.Name);
                }

                return await AgainAsync(work, trace, cancellation);
            case SendStep.Unknown:
                return await unknowns.BeginAsync(work, outcome, trace);
            case SendStep.Expire:
                contacts.Closed(work.ContactKey, work.Number!.Name);
                return await ends.ExpireAsync(work, verdict.Reason!, trace);
            default:
                return await ends.GiveUpAsync(work, verdict.Reason!, trace);
        }
    }

    private LaneOutcome Later(SendWork work, SendVerdict verdict, TraceEntry trace) =>
        new(LaneOutcomeKind.Retry, time.GetUtcNow() + Within(work, verdict.Pause), null, trace.Answer) { Trace = trace };

    // Nobody waits beyond the time after which nothing is sent any more: then the application is told.
    private TimeSpan Within(SendWork work, TimeSpan pause)
    {
        var left = work.Job.ExpiresAt - time.GetUtcNow();
        return left is { } rest && rest < pause ? (rest > TimeSpan.Zero ? rest : TimeSpan.Zero) : pause;
    }

    // The pool knows when which number may be called; what is written down now keeps the next start from wondering.
    private async ValueTask<LaneOutcome> AgainAsync(SendWork work, TraceEntry trace, CancellationToken cancellation)
    {
        if (++work.Rounds % MaxRounds == 0)
        {
            return ends.Unsaved(trace.Answer, trace);
        }

        await desk.WriteAsync(trace);
        return await ChooseAsync(work, cancellation);
    }

    // Of those that wait for long only so many are kept in memory that everybody else passes.
    private LaneOutcome Sleep(SendWork work, string number)
    {
        sleepers.Add(work.Message, number);
        if (work.Job.ExpiresAt is not null)
        {
            waiters.Add(work.Message.Conversation, Within(work, TimeSpan.MaxValue)); // then the application is told
        }

        return LaneOutcome.Asleep;
    }

    private LaneOutcome WaitForAnybody(SendWork work, string number)
    {
        if (work.IsUntouched && sleepers.IsCrowded(work.Message))
        {
            return Sleep(work, number);
        }

        waiters.Add(work.Message.Conversation, Within(work, NobodyPause), isHomeless: true);
        return LaneOutcome.Aside;
    }

    // In the line of a number that serves nobody there is no waiting: the pool would send it back at once, again and again.
    private LaneOutcome WaitForNumber(SendWork work, string number)
    {
        var outcome = WaitForAnybody(work, number);
        if (CanEnter(number))
        {
            waiters.Wake(work.Message.Conversation); // it came back just before there was anybody to wake
        }

        return outcome;
    }

    private bool CanEnter(string number) => pool.Takes(number, isOpenConversation: true);

    private bool IsExpired(SendWork work) => work.Job.ExpiresAt <= time.GetUtcNow();
}
