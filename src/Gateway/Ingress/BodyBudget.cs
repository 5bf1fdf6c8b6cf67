namespace Relevo.Gateway.Ingress;

/// <summary>Bounds the bytes of bodies that are buffered at a time over all connections.</summary>
internal sealed class BodyBudget(long limit)
{
    private long _used;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
