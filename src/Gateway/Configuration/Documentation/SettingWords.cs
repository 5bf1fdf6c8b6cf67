using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Documentation;

/// <summary>What type, default and bounds of a setting are called.</summary>
internal static class SettingWords
{
    public static string TypeOf(SettingProperty setting)
    {
        var type = Nullable.GetUnderlyingType(setting.Type) ?? setting.Type;
        return type == typeof(string) ? "text"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "whole number"
            : type == typeof(double) ? "number"
            : type == typeof(IList<string>) ? "list of texts"
            : type == typeof(IList<int>) ? "list of whole numbers"
            : type == typeof(IDictionary<string, string>) ? "texts by name"
            : "object";
    }

    public static string DefaultOf(SettingProperty setting, object section) => setting.Property.GetValue(section) switch
    {
        null => "none",
        "" => "required",
        string text => $"`{text}`",
        bool flag => flag ? "true" : "false",
        ICollection<string> { Count: > 0 } texts => string.Join(", ", texts.Select(text => $"`{text}`")),
        ICollection<int> { Count: > 0 } list => string.Join(", ", list.Select(each => Number(each))),
        ICollection => "empty",
        var number => Number(number),
    };

    public static string BoundsOf(SettingProperty setting) =>
        string.Join("; ", setting.Property.GetCustomAttributes<ValidationAttribute>().Select(Bound).Where(b => b.Length > 0));

    private static string Bound(ValidationAttribute attribute) => attribute switch
    {
        RangeAttribute range when Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) >= long.MaxValue => $"at least {Number(range.Minimum)}",
        RangeAttribute range => $"{Number(range.Minimum)} to {Number(range.Maximum)}",
        MinLengthAttribute least => $"at least {least.Length}",
        MaxLengthAttribute most => $"at most {most.Length} characters",
        RegularExpressionAttribute { ErrorMessage: { } message } => message.Replace("must be ", "", StringComparison.Ordinal),
        HttpAddressAttribute => "http or https address",
        _ => "",
    };

    private static string Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("#,0.###", CultureInfo.InvariantCulture);
}
