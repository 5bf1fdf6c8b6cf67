namespace Relevo.Cache.Layers;

/// <summary>What a layer knows of a key.</summary>
public enum Freshness
{
    /// <summary>Nothing.</summary>
    Missing = 0,

    /// <summary>A value whose time is over, but that is better than nothing.</summary>
    Stale = 1,

    /// <summary>A value that is good.</summary>
    Fresh = 2,
}
