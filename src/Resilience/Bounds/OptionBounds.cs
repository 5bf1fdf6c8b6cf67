using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Relevo.Resilience.Bounds;

/// <summary>The bounds that stand on the properties of one options class, for those that live in lists.</summary>
internal static class OptionBounds
{
    public static IEnumerable<OptionProblem> Check(object options, string path) =>
        from property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        from attribute in property.GetCustomAttributes<ValidationAttribute>()
        let value = property.GetValue(options)
        where !attribute.IsValid(value)
        select new OptionProblem($"{path}:{property.Name}", Sentence(attribute, value));

    // Only numbers are repeated to the reader; a text may be a secret.
    private static string Sentence(ValidationAttribute attribute, object? value) => attribute switch
    {
        RequiredAttribute => "is missing",
        RangeAttribute range => $"must be from {Number(range.Minimum)} to {Number(range.Maximum)}, is {Number(value)}",
        MaxLengthAttribute most => $"may have at most {most.Length.ToString(CultureInfo.InvariantCulture)} characters",
        _ => attribute.FormatErrorMessage(""),
    };

    private static string Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("#,0.###", CultureInfo.InvariantCulture);
}
