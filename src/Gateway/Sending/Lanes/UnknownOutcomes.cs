using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>
/// Sends whose answer never came: they wait for their receipt and are repeated at most once, on the same number and marked;
/// what remains unknown is listed.
/// </summary>
internal sealed class UnknownOutcomes(
    SendDesk desk,
    SendCaller caller,
    NumberPool pool,
    ContactBook contacts,
    OpenSends open,
    UnknownParked parked,
    SendEnds ends,
    Waiters waiters,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>The answer to a call was lost.</summary>
    public async ValueTask<LaneOutcome> BeginAsync(SendWork work, SendOutcome outcome, TraceEntry trace)
    {
        work.Unknown = new Patience(time.GetTimestamp(), desk.UnknownWait); // first: whatever fails below, it is not sent as if it were new
        await desk.WriteAsync(trace);
        Log.Unknown(logger, work.Message.Id.ToString(), work.Number!.Name, outcome.Code ?? "", desk.Options.UnknownWaitSeconds);
        if (open.Add(work) is { } copy)
        {
            return await ProvenAsync(work, copy);
        }

        return desk.IsProven(work) ? await ProvenAsync(work, null) : Wait(work); // it may have come during the call
    }

    /// <summary>Looks again when a receipt came or the time is over.</summary>
    /// <returns>Null when it is to be repeated.</returns>
    public async ValueTask<LaneOutcome?> LookAsync(SendWork work)
    {
        if (work.Number is null)
        {
            return work.IsReceived ? LaneOutcome.Complete : await ListAsync(work); // its number is gone from the settings
        }

        if (open.Find(work.Message.Id) is null && open.Add(work) is { } copy)
        {
            return await ProvenAsync(work, copy);
        }

        if (work.IsReceived || desk.IsProven(work))
        {
            return await ProvenAsync(work, null);
        }

        if (work.Unknown!.Value.Left(time) > TimeSpan.Zero)
        {
            return Wait(work);
        }

        if (!MayRepeat(work))
        {
            return await ListAsync(work);
        }

        Log.Repeated(logger, work.Message.Id.ToString(), work.Number.Name);
        return null;
    }

    /// <summary>A receipt, or a copy, proves that the provider took it.</summary>
    public async ValueTask<LaneOutcome> ProvenAsync(SendWork work, string? providerKey)
    {
        open.Remove(work.Message.Id);
        providerKey ??= work.ProvenBy; // known from now on: the same copy, come again, proves no other
        var trace = new TraceEntry(work.Message.Id, time.GetUtcNow(), TraceKind.Accepted, work.Number!.Name, "receipt", providerKey);
        contacts.Sent(work.ContactKey, work.Number.Name, time.GetUtcNow());
        if (providerKey is not null)
        {
            await caller.ProvenAsync(work, providerKey);
        }

        return new LaneOutcome(LaneOutcomeKind.Complete) { Trace = trace };
    }

    /// <summary>It stays unknown: a receipt that comes all the same takes it out of the dead letters.</summary>
    public ValueTask<LaneOutcome> ListAsync(SendWork work)
    {
        open.Remove(work.Message.Id);
        parked.Add(work.Message.Id);
        return ends.GiveUpAsync(work, UnknownParked.Reason);
    }

    /// <summary>The outcome is known.</summary>
    public void Forget(SendWork work)
    {
        work.Unknown = null;
        open.Remove(work.Message.Id);
    }

    private bool MayRepeat(SendWork work) =>
        work.Repeats == 0 && !(work.Job.ExpiresAt <= time.GetUtcNow()) && pool.Takes(work.Number!.Name, isOpenConversation: true)
        && (work.Number.Protocol!.EchoesCorrelation || !work.HasTwin);

    private LaneOutcome Wait(SendWork work)
    {
        waiters.Add(work.Message.Conversation, work.Unknown!.Value.Left(time));
        if (work.IsReceived)
        {
            waiters.Wake(work.Message.Conversation); // it came just before there was anybody to wake
        }

        return LaneOutcome.Aside;
    }
}
