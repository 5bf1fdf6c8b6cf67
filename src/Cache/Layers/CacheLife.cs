using System.Runtime.InteropServices;

namespace Relevo.Cache.Layers;

/// <summary>How long a value is good.</summary>
/// <param name="Fresh">Time to live.</param>
/// <param name="Stale">Time after that in which it is still better than nothing: served when a load fails.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CacheLife(TimeSpan Fresh, TimeSpan Stale)
{
    /// <summary>A value that is not served once its time is over.</summary>
    public static CacheLife Only(TimeSpan fresh) => new(fresh, TimeSpan.Zero);
}
