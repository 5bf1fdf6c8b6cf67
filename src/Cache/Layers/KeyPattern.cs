namespace Relevo.Cache.Layers;

/// <summary>A pattern of keys: <c>*</c> stands for any characters or none, every other character for itself.</summary>
internal sealed class KeyPattern(string pattern)
{
    private readonly string[] _parts = pattern.Split('*');

    /// <summary>Whether it means one key only.</summary>
    public bool IsOneKey => _parts.Length == 1;

    /// <summary>Whether a key is meant.</summary>
    public bool IsMatch(ReadOnlySpan<char> key)
    {
        if (IsOneKey)
        {
            return key.SequenceEqual(pattern);
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (key.Length < first.Length + last.Length || !key.StartsWith(first) || !key.EndsWith(last))
        {
            return false;
        }

        var rest = key[first.Length..^last.Length];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part); // The first place leaves the most room for the parts after it.
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
