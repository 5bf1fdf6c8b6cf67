namespace Relevo.Cache.Layers;

/// <summary>What is counted.</summary>
internal enum CacheEvent
{
    /// <summary>A look that found a fresh value.</summary>
    Hit = 0,

    /// <summary>A look that did not.</summary>
    Miss = 1,

    /// <summary>A miss that was served with a stale value.</summary>
    StaleServed = 2,

    /// <summary>A load that began.</summary>
    Load = 3,

    /// <summary>A load that failed or took too long.</summary>
    LoadFailure = 4,
}
