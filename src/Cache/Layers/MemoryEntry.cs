namespace Relevo.Cache.Layers;

/// <summary>One value in memory; times are timestamps of the layer's clock.</summary>
internal sealed class MemoryEntry
{
    public required string Key { get; init; }

    public required object? Value { get; init; }

    public required long Bytes { get; init; }

    public required long FreshUntil { get; set; }

    public required long StaleUntil { get; init; }
}
