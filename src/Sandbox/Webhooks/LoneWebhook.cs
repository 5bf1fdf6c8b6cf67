using Relevo.Sandbox.Numbers;

namespace Relevo.Sandbox.Webhooks;

/// <summary>One webhook that belongs to no message.</summary>
internal sealed class LoneWebhook(NumberState number, Func<DateTimeOffset, byte[]> write) : WebhookWork(number)
{
    public override byte[]? Write(DateTimeOffset now) => write(now);

    public override long? Advance(bool isTaken) => null;
}
