using Relevo.Sandbox.Records;

namespace Relevo.Sandbox.BirdV1;

/// <summary>What is known of one idempotency key.</summary>
internal sealed class IdempotencyEntry(string hash, long since)
{
    public string Hash { get; } = hash;

    public long Since { get; } = since;

    public bool IsInWork { get; set; } = true;

    public SandboxSend? Send { get; set; }
}
