namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NameSuggestion
{
    private const int MaxLength = 64; // Longer names are no typing errors of ours, and the distance costs length squared.

    /// <returns>A continuation of the sentence, or nothing.</returns>
    public static string For(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
        {
            return "";
        }

        var nearest = known.Select(k => (Name: k, Steps: Distance(name, k))).OrderBy(k => k.Steps).FirstOrDefault();
        return nearest.Name is not null && nearest.Steps <= Math.Max(1, nearest.Name.Length / 3) ? $"; did you mean \"{nearest.Name}\"?" : "";
    }

    // Levenshtein, without regard to case.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                var steps = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = steps;
            }
        }

        return row[b.Length];
    }
}
