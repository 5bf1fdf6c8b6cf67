using Relevo.Sandbox.Json;
using Relevo.Sandbox.Meta;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Webhooks;

/// <summary>Receipts of one Meta number that share webhooks: posted when enough are together, or when the first has waited a moment.</summary>
internal sealed class BatchLine(NumberState number, int most, TimeProvider time) : WebhookWork(number)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Queue<(SandboxSend Send, SandboxReceipt Receipt)> _waiting = new();
    private int _size = 1;
    private int _taken;
    private bool _isPosting;
    private bool _isRepeat;

    public override bool IsCounted => false;

    /// <summary>Adds a receipt, unless the line is full.</summary>
    /// <param name="send">The message.</param>
    /// <param name="receipt">Its receipt.</param>
    /// <param name="size">How many may share a webhook.</param>
    /// <param name="due">When the line has to be looked after; null when that is known already.</param>
    public bool TryAdd(SandboxSend send, SandboxReceipt receipt, int size, out long? due)
    {
        lock (_gate)
        {
            due = null;
            if (_waiting.Count >= most)
            {
                return false;
            }

            _size = size;
            _waiting.Enqueue((send, receipt));
            due = _isPosting ? null : NextDue_NeedsGate(isNew: _waiting.Count == 1);
            return true;
        }
    }

    // It can stand in the queue twice, once for its patience and once because it was full before: the second finds nothing to do.
    public override bool TryBegin()
    {
        lock (_gate)
        {
            if (_isPosting)
            {
                var repeats = _isRepeat;
                _isRepeat = false;
                return repeats;
            }

            return _isPosting = _waiting.Count > 0;
        }
    }

    public override void Repeat()
    {
        lock (_gate)
        {
            _isRepeat = true;
        }
    }

    public override byte[]? Write(DateTimeOffset now)
    {
        lock (_gate)
        {
            _taken = Math.Min(_size, _waiting.Count);
            var scratch = JsonScratch.Begin(out var json);
            MetaWebhooks.WriteStatuses(json, Number.Number, _waiting.Take(_taken), now);
            return scratch.Written.ToArray();
        }
    }

    public override long? Advance(bool isTaken)
    {
        lock (_gate)
        {
            for (; _taken > 0; _taken--)
            {
                _waiting.Dequeue();
            }

            _isPosting = false;
            return _waiting.Count > 0 ? NextDue_NeedsGate(isNew: true) : null;
        }
    }

    private long? NextDue_NeedsGate(bool isNew)
    {
        var now = time.GetTimestamp();
        return _waiting.Count >= _size ? now : isNew ? now + (long)(Patience.TotalSeconds * time.TimestampFrequency) : null;
    }
}
