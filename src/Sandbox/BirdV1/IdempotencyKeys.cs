using System.Buffers;
using System.Security.Cryptography;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Records;

namespace Relevo.Sandbox.BirdV1;

/// <summary>
/// Bird v1's memory of <c>Idempotency-Key</c>: the same key with the same body is answered as before for three hours, while
/// the first is in work it is refused, and with another body always (messagebird/bird-sdk-typescript types.gen.ts). Safe
/// from any thread.
/// </summary>
internal sealed class IdempotencyKeys(TimeProvider time)
{
    private const int Most = 100_000; // Beyond it the oldest are forgotten.

    private static readonly TimeSpan Memory = TimeSpan.FromHours(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IdempotencyEntry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, IdempotencyEntry Entry)> _order = new();

    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="body">The body of the call.</param>
    /// <param name="refusal">Why not; null when it is taken, or answered before.</param>
    /// <returns>The message that was taken under it before, or null.</returns>
    public SandboxSend? Begin(string key, in ReadOnlySequence<byte> body, out Answer? refusal)
    {
        var hash = Convert.ToHexString(SHA256.HashData(body.ToArray()));
        var now = time.GetTimestamp();
        refusal = null;
        lock (_gate)
        {
            Forget_NeedsGate(now);
            if (_entries.TryGetValue(key, out var known))
            {
                refusal = known.Hash != hash ? BirdV1Errors.KeyReuse : known.IsInWork ? BirdV1Errors.InProgress : null;
                return refusal is null ? known.Send : null;
            }

            var entry = new IdempotencyEntry(hash, now);
            _entries[key] = entry;
            _order.Enqueue((key, entry));
            return null;
        }
    }

    /// <summary>Notes what became of the call that took the key.</summary>
    public void Settle(string? key, SandboxSend? replay, SandboxSend send)
    {
        if (key is null || replay is not null)
        {
            return;
        }

        lock (_gate)
        {
            if (!send.IsAccepted)
            {
                _entries.Remove(key);
            }
            else if (_entries.TryGetValue(key, out var entry))
            {
                entry.Send = send;
            }
        }
    }

    /// <summary>Notes that the call was answered, or never will be.</summary>
    public void End(string? key)
    {
        if (key is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.IsInWork = false;
            }
        }
    }

    private void Forget_NeedsGate(long now)
    {
        while (_order.TryPeek(out var oldest) && (_order.Count >= Most || time.GetElapsedTime(oldest.Entry.Since, now) >= Memory))
        {
            _order.Dequeue();
            if (_entries.TryGetValue(oldest.Key, out var entry) && ReferenceEquals(entry, oldest.Entry))
            {
                _entries.Remove(oldest.Key);
            }
        }
    }
}
