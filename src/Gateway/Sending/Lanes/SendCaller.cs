using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Receipts;
using Relevo.Gateway.Sending.Contacts;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Calls a provider with a send whose turn has come. The attempt is durable before the call, so that a crash cannot make it forgotten.</summary>
internal sealed class SendCaller(
    ProviderClient client, IMessageStore store, NumberPool pool, ContactBook contacts, Aliases aliases, ReceiptBook receipts, SendMetrics metrics, TimeProvider time, ILogger<SendCaller> logger)
{
    /// <summary>Marks an attempt that repeats one of unknown outcome.</summary>
    public const string Repeat = "repeat";

    /// <summary>No call yet: it would reach the provider in one second with too many others. It keeps its grant, and <see cref="SendWork.HeldFor"/> says for how long.</summary>
    public static readonly SendOutcome TooSoon = new() { Class = FailureClass.ThrottleNumber, Code = "too soon", IsSurelyNotSent = true };

    private static readonly SendOutcome NotCalled = new() { Class = FailureClass.ThrottleNumber, Code = "not called", IsSurelyNotSent = true };

    /// <summary>Calls.</summary>
    /// <returns>What became of it; <see cref="TooSoon"/>; null when the attempt could not be written down, so that no call was made.</returns>
    public async ValueTask<SendOutcome?> CallAsync(SendWork work, CancellationToken cancellation)
    {
        var ticket = work.Ticket!;
        var number = work.Number!;
        var isRepeat = work.Unknown is not null;
        if (!work.IsOnRecord && !await RecordAsync(work, new TraceEntry(work.Message.Id, time.GetUtcNow(), TraceKind.Attempt, number.Name, isRepeat ? Repeat : null)))
        {
            return null;
        }

        if (!pool.CallBegan(ticket, out var wait))
        {
            return wait > TimeSpan.Zero ? Hold(work, wait) : Drop(work);
        }

        work.IsOnRecord = false;
        work.Repeats += isRepeat ? 1 : 0;
        var started = time.GetTimestamp();
        SendOutcome? outcome = null;
        try
        {
            outcome = await client.SendAsync(number.Protocol!, work.Content!, number.Account, Correlation.Of(work.Message.Id.ToString()), () => pool.CallLeft(ticket), cancellation);
        }
        // Whatever went wrong in the middle of a call, the provider may have the message.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            Log.CallFailed(logger, work.Message.Id.ToString(), number.Name, error);
            outcome = new SendOutcome { Class = FailureClass.UnknownResult, Code = "error" };
        }
        finally
        {
            // A call that was cut off by the stop says nothing about the number.
            pool.CallEnded(ticket, outcome ?? new SendOutcome { Class = FailureClass.FailPermanent, Code = "stopped" });
            work.Ticket = null;
        }

        metrics.Called(number.Name, number.Provider, outcome.Class, time.GetElapsedTime(started));
        return outcome;
    }

    /// <summary>The provider's id of an accepted send, unique over providers and numbers.</summary>
    public static string? KeyOf(SendWork work, SendOutcome outcome) => outcome.ProviderMessageId is { } id
        ? ProviderKeys.Of(work.Number!.Provider, work.Number.Account.Key, id)
        : null;

    /// <summary>The provider took it: the contact has its number, and its receipts are found. Whatever fails here, it is not sent again.</summary>
    public async ValueTask AcceptedAsync(SendWork work, SendOutcome outcome)
    {
        try
        {
            await LearnAsync(work, outcome);
        }
        catch (Exception error)
        {
            Log.NotLearned(logger, work.Message.Id.ToString(), error.Message);
        }
    }

    /// <summary>A copy proved that it was sent.</summary>
    public ValueTask ProvenAsync(SendWork work, string providerKey) => new(receipts.AcceptedAsync(work.Message.Id, work.Number!.Name, providerKey));

    // Calls that a commit held up together are let go one by one, as the provider counts them.
    private static SendOutcome Hold(SendWork work, TimeSpan wait)
    {
        (work.IsOnRecord, work.HeldFor) = (true, wait);
        return TooSoon;
    }

    // Its number went out of service while the attempt was written down.
    private static SendOutcome Drop(SendWork work)
    {
        (work.IsOnRecord, work.Ticket) = (false, null);
        return NotCalled;
    }

    // Without its attempt on record a send is not called, and gives its place back, whatever the store did.
    private async ValueTask<bool> RecordAsync(SendWork work, TraceEntry attempt)
    {
        var isOnRecord = false;
        try
        {
            isOnRecord = (await store.AppendAsync([], [attempt])).Status == AppendStatus.Stored;
        }
        finally
        {
            if (!isOnRecord)
            {
                pool.Leave(work.Ticket!);
                work.Ticket = null;
            }
        }

        return isOnRecord;
    }

    private async ValueTask LearnAsync(SendWork work, SendOutcome outcome)
    {
        var number = work.Number!.Name;
        contacts.Sent(work.ContactKey, number, time.GetUtcNow());
        pool.Touch(number, work.ContactHash);
        if (outcome.ContactAlias is { } alias && work.Job.Message.To.StartsWith('+'))
        {
            aliases.Learn(work.Job.Message.To, alias);
        }

        if (KeyOf(work, outcome) is { } key)
        {
            await receipts.AcceptedAsync(work.Message.Id, number, key);
        }
    }
}
