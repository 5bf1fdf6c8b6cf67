using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Relevo.Cache.Layers;

/// <summary>
/// One value in memory, of whatever type. Readers hold no lock: what they read never changes once it is published, but for
/// <see cref="FreshUntil"/>, <see cref="Next"/> and <see cref="Uses"/>. Times are timestamps of the layer's clock.
/// </summary>
internal abstract class MemoryEntry
{
    private const byte MostUses = 3;

    private long _freshUntil;
    private MemoryEntry? _next;

    public required string Key { get; init; }

    /// <summary>Of the key, for which it stands.</summary>
    public required UInt128 Hash { get; init; }

    /// <summary>As much of the hash as marks need.</summary>
    public int ShortHash => (int)(ulong)Hash;

    /// <summary>The next one in its bucket.</summary>
    public MemoryEntry? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>All that it costs: value, key and what surrounds them.</summary>
    public required long Bytes { get; init; }

    public required long FreshUntil
    {
        get => Volatile.Read(ref _freshUntil);
        set => Volatile.Write(ref _freshUntil, value);
    }

    public required long StaleUntil { get; init; }

    /// <summary>Looks since its place in line was last weighed, up to 3. Readers race for it, and a lost count hurts nobody.</summary>
    public byte Uses { get; set; }

    /// <summary>Whether it was used before, and so left the line of newcomers.</summary>
    public bool IsProven { get; set; }

    /// <summary>Its neighbour towards the front of its line, who came before.</summary>
    public MemoryEntry? Older { get; set; }

    /// <summary>Its neighbour towards the end of its line, who came after.</summary>
    public MemoryEntry? Newer { get; set; }

    protected abstract object? Boxed { get; }

    /// <summary>The value, if it is of this type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // What T is, is found out once per look instead of twice.
    public bool TryRead<T>([MaybeNullWhen(false)] out T value)
    {
        if (this is MemoryEntry<T> exact)
        {
            value = exact.Value;
            return true;
        }

        if (Boxed is T known) // Kept as one type and asked for as one that it derives from.
        {
            value = known;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Counts a look. What is used much is not written to any more, so that readers on several cores do not slow each other.</summary>
    public void Touch()
    {
        if (Uses < MostUses)
        {
            Uses++;
        }
    }
}
