using Relevo.Gateway.Configuration;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Gateway.Sending.Contacts;
using Relevo.Gateway.Sending.Jobs;
using Relevo.LoadBalancer.Contacts;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Everything a send needs before its call: the job, what is known of earlier attempts, what is really sent through the chosen number.</summary>
internal sealed class SendDesk
{
    private readonly TimeProvider _time;
    private readonly SettingsHolder _settings;
    private readonly IMessageStore _store;
    private readonly Aliases _aliases;
    private volatile SendNumbers _numbers;

    public SendDesk(SettingsHolder settings, IMessageStore store, Aliases aliases, TimeProvider time)
    {
        _time = time;
        _settings = settings;
        _store = store;
        _aliases = aliases;
        _numbers = SendNumbers.From(settings.Current);
        settings.Changed += changed => _numbers = SendNumbers.From(changed);
    }

    public GatewaySettings Settings => _settings.Current;

    public SendingOptions Options => _settings.Current.Sending;

    public SendNumbers Numbers => _numbers;

    public TimeSpan UnknownWait => TimeSpan.FromSeconds(Options.UnknownWaitSeconds);

    /// <summary>Takes a stored send up. What an earlier run of the gateway did with it is read from its trace.</summary>
    /// <returns>Null when it cannot be read.</returns>
    public SendWork? Begin(QueuedMessage message)
    {
        if (SendJobCodec.Decode(message.Payload.Span) is not { } job)
        {
            return null;
        }

        var contactKey = _aliases.Canonical(job.Message.To);
        var work = new SendWork(message, job, contactKey, ContactHash.Of(contactKey));
        if (message.IsFromBacklog)
        {
            Recall(work, _store.ReadTrace(message.Id));
        }

        return work;
    }

    /// <summary>Whether a receipt is stored that proves that the provider took it.</summary>
    public bool IsProven(SendWork work) =>
        _store.ReadTrace(work.Message.Id).Any(entry => entry.Kind is TraceKind.Accepted or TraceKind.Sent or TraceKind.Delivered or TraceKind.Read or TraceKind.Failed && entry.Number == work.Number!.Name);

    /// <summary>Whether a template stands ready for the case that the window is closed.</summary>
    public bool HasFallback(SendWork work) => Templates.Fallback(work.Job.Message, work.Number!.Provider, _settings.Current) is not null;

    /// <summary>Decides what is really sent through the chosen number.</summary>
    /// <returns><see cref="SendStep.Again"/> when it can be sent; else how it ends.</returns>
    public SendStep Prepare(SendWork work, in SendChoice choice, ContactRecord contact, DateTimeOffset now, out string reason)
    {
        var settings = _settings.Current;
        var number = choice.Number!;
        if (work.Number?.Name != number.Name)
        {
            work.FailuresHere = 0;
        }

        reason = "";
        work.Number = number;
        if (number.Problem is { } problem)
        {
            reason = $"{number.Name} cannot send: {problem}";
            return SendStep.Park;
        }

        var content = work.Job.Message;
        var isClosed = number.Protocol!.HasWindow && content.Type != Contracts.Messages.Outbound.OutboundType.Template
            && (work.NeedsTemplate || choice.NeedsTemplate || ContactWindows.IsClosed(contact, number.Name, now, settings.Sending));
        if (isClosed)
        {
            if (Templates.Fallback(content, number.Provider, settings) is not { } fallback)
            {
                reason = $"the contact has not written to {number.Name} for {settings.Sending.WindowHours} hours, and no template is set that reopens the conversation (Templates:*:WindowFallback)";
                return SendStep.Expire;
            }

            content = fallback;
        }
        else
        {
            content = Templates.Resolve(content, number.Provider, settings, out var unknown);
            reason = unknown ?? number.Protocol.Refusal(content) ?? "";
        }

        work.Content = content;
        return reason.Length > 0 ? SendStep.Park : SendStep.Again;
    }

    /// <summary>Writes down what happened, as far as the store lets us: without it the next start only waits for a receipt that it need not wait for.</summary>
    public async ValueTask WriteAsync(TraceEntry trace) => await _store.AppendAsync([], [trace]);

    private void Recall(SendWork work, IReadOnlyList<TraceEntry> trace)
    {
        TraceEntry? open = null;
        TraceEntry? repeated = null; // what a repetition repeats: that one was refused says nothing of the first
        HashSet<string> received = [];
        foreach (var entry in trace)
        {
            switch (entry.Kind)
            {
                case TraceKind.Attempt:
                    work.Repeats += entry.Answer == SendCaller.Repeat ? 1 : 0;
                    (repeated, open) = (entry.Answer == SendCaller.Repeat ? open : null, entry);
                    break;
                case TraceKind.Unknown:
                    open = entry;
                    break;
                case TraceKind.Refused:
                    (open, repeated) = (repeated, null);
                    break;
                default:
                    received.Add(entry.Number); // also a receipt that says failed: the provider had it
                    break;
            }
        }

        if (open is not null)
        {
            Reopen(work, open, received.Contains(open.Number));
        }
    }

    // Through another number it never goes, even when its own is gone from the settings.
    private void Reopen(SendWork work, TraceEntry open, bool isReceived)
    {
        var waited = _time.GetUtcNow() - open.AtUtc;
        var left = waited < TimeSpan.Zero ? UnknownWait : UnknownWait - waited; // a clock that was set back tells nothing
        work.Unknown = new Patience(_time.GetTimestamp(), left);
        work.IsReceived = isReceived;
        if (_numbers.Find(open.Number) is { Protocol: { } protocol } number)
        {
            work.Number = number;
            work.Content = Templates.Resolve(work.Job.Message, protocol.Provider, _settings.Current, out _);
        }
    }
}
