using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Numbers;

/// <summary>A number while the sandbox runs: its limits, and whether it is banned.</summary>
internal sealed class NumberState(SandboxNumber number, ProviderFace face, TimeProvider time)
{
    private readonly SlidingSecond? _second = number.MessagesPerSecond is { } limit ? new SlidingSecond(limit + number.Burst, time.TimestampFrequency) : null;
    private readonly PairLimits? _pairs = number.PairSeconds is { } seconds ? new PairLimits(seconds, number.PairBurst, time.TimestampFrequency) : null;

    public SandboxNumber Number { get; } = number;

    public ProviderFace Face { get; } = face;

    public bool HasWebhooks => Number.WebhookUrl is not null;

    /// <summary>Receipts that wait to share a webhook.</summary>
    public BatchLine? Batch { get; set; }

    /// <summary>Whether one more message at this time keeps within the limit of the number; it counts when it does.</summary>
    public bool TakeSecond(long timestamp) => _second?.TryTake(timestamp) ?? true;

    /// <summary>Whether one more message to the recipient keeps within the limit of the pair; it counts when it does.</summary>
    public bool TakePair(string recipient, long timestamp) => _pairs?.TryTake(recipient, timestamp) ?? true;
}
