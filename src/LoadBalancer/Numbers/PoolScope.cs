namespace Relevo.LoadBalancer.Numbers;

/// <summary>The pool's lock, held until disposed.</summary>
internal readonly ref struct PoolScope(PoolCore core)
{
    public void Dispose() => core.Exit();
}
