namespace Relevo.Architecture.Tests;

/// <summary>A rule without exceptions: whoever breaks it is named.</summary>
internal static class Expect
{
    public static void None<T>(IEnumerable<T> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, $"{all.Count} break the rule:\n{string.Join('\n', all)}");
    }
}
