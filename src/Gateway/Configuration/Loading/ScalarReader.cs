using System.Globalization;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>Reads texts, numbers and flags. The file must use the right kind; variables, which are all text, must read as it.</summary>
internal static class ScalarReader
{
    /// <returns>Null when the node does not hold a value of that type.</returns>
    public static object? Read(Type type, SettingNode node)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return node.Kind == SettingNodeKind.Text ? node.Text : null;
        }

        if (plain == typeof(bool))
        {
            return Is(node, SettingNodeKind.Flag) && bool.TryParse(node.Text, out var flag) ? flag : null;
        }

        return Is(node, SettingNodeKind.Number) ? Number(plain, node.Text) : null;
    }

    /// <summary>What <see cref="Read"/> expects, in words.</summary>
    public static string Word(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) ? "a text"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(int) ? "a whole number of at most 2,147,483,647"
            : plain == typeof(long) ? "a whole number"
            : "a finite number";
    }

    private static bool Is(SettingNode node, SettingNodeKind kind) =>
        node.Kind == kind || (node.Kind == SettingNodeKind.Text && node.Variable is not null);

    private static object? Number(Type type, string text)
    {
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        if (type == typeof(int))
        {
            return int.TryParse(text, Whole, CultureInfo.InvariantCulture, out var small) ? small : null;
        }

        if (type == typeof(long))
        {
            return long.TryParse(text, Whole, CultureInfo.InvariantCulture, out var large) ? large : null;
        }

        const NumberStyles Fraction = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return type == typeof(double) && double.TryParse(text, Fraction, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null;
    }
}
