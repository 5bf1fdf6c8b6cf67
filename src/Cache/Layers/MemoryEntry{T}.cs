namespace Relevo.Cache.Layers;

/// <summary>One value of one type: read without unboxing, and one step in memory nearer than behind an object.</summary>
internal sealed class MemoryEntry<T>(T value) : MemoryEntry
{
    public T Value => value;

    protected override object? Boxed => value;
}
