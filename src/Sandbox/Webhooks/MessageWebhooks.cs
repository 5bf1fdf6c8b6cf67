using Relevo.Sandbox.Json;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Webhooks;

/// <summary>What follows one accepted message: the echo where there is one, then its receipts.</summary>
internal sealed class MessageWebhooks : WebhookWork
{
    private const int Echo = -1;

    private readonly SandboxSend _send;
    private readonly SandboxReceipts _receipts;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource? _first;
    private readonly int _last;
    private long _begun;
    private int _step;

    public MessageWebhooks(NumberState number, SandboxSend send, SandboxReceipts receipts, TimeProvider time)
        : base(number)
    {
        _send = send;
        _receipts = receipts;
        _time = time;
        _first = receipts.IsBeforeAnswer ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _step = receipts.HasEcho ? Echo : 0;
        _last = (receipts.Statuses.Count * receipts.Copies) - 1;
    }

    public SandboxSend Send => _send;

    /// <summary>Completes when the first webhook was taken or given up.</summary>
    public Task FirstDone => _first?.Task ?? Task.CompletedTask;

    /// <summary>The receipt whose turn it is; null while it is the echo's.</summary>
    public SandboxReceipt? Receipt => _step < 0 ? null : At(_step);

    /// <summary>How many receipts may share a webhook.</summary>
    public int Batch => _receipts.Batch;

    /// <summary>When the first falls due, counted from now; null when there is nothing to post.</summary>
    public long? Begin()
    {
        _begun = _time.GetTimestamp();
        long? due = _step > _last ? null : Due();
        if (due is null)
        {
            _first?.TrySetResult();
        }

        return due;
    }

    /// <summary>Lets nobody wait for it any more.</summary>
    public void Abandon() => _first?.TrySetResult();

    public override byte[]? Write(DateTimeOffset now)
    {
        var scratch = JsonScratch.Begin(out var json);
        if (Receipt is { } receipt)
        {
            Number.Face.WriteReceipt(json, Number.Number, _send, receipt, now);
        }
        else if (!Number.Face.TryWriteEcho(json, Number.Number, _send, now))
        {
            return null;
        }

        return scratch.Written.ToArray();
    }

    public override long? Advance(bool isTaken)
    {
        var isDone = ++_step > _last;
        if (isTaken || isDone || _step > 0)
        {
            _first?.TrySetResult();
        }

        return isDone ? null : Due();
    }

    private long Due()
    {
        var delay = _step < 0 ? TimeSpan.Zero : At(_step).Delay;
        return _begun + (long)(delay.TotalSeconds * _time.TimestampFrequency);
    }

    private SandboxReceipt At(int step)
    {
        var place = step / _receipts.Copies;
        return _receipts.Statuses[_receipts.IsSwapped ? _receipts.Statuses.Count - 1 - place : place];
    }
}
