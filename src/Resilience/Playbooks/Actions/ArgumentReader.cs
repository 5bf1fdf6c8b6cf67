using System.Globalization;

namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>Reads arguments of steps, and says what is wrong with them.</summary>
public static class ArgumentReader
{
    /// <summary>A number among the arguments; the default when it is not there or is none.</summary>
    public static double Number(IReadOnlyDictionary<string, string> arguments, string name, double fallback)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.TryGetValue(name, out var text) && TryParse(text, out var number) ? number : fallback;
    }

    /// <summary>What is wrong with a number among the arguments; it may be left out.</summary>
    public static IEnumerable<ArgumentProblem> CheckNumber(IReadOnlyDictionary<string, string> arguments, string name, double least, double most)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.TryGetValue(name, out var text) && !(TryParse(text, out var number) && number >= least && number <= most))
        {
            yield return new ArgumentProblem(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least:#,0.###} to {most:#,0.###}"));
        }
    }

    /// <summary>Names that the action does not know.</summary>
    public static IEnumerable<ArgumentProblem> CheckNames(IReadOnlyDictionary<string, string> arguments, params string[] known)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var words = known.Length == 0 ? "it takes none" : "known are " + string.Join(", ", known);
        return arguments.Keys.Where(name => !known.Contains(name, StringComparer.Ordinal)).Select(name => new ArgumentProblem(name, $"is not an argument of this action; {words}"));
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
