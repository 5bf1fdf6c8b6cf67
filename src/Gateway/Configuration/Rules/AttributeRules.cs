using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Relevo.Gateway.Configuration.Loading;

namespace Relevo.Gateway.Configuration.Rules;

/// <summary>The bounds that stand on the options classes themselves, at every depth.</summary>
internal static class AttributeRules
{
    public static void Check(object section, string path, RuleReport report)
    {
        foreach (var setting in SettingProperties.Of(section.GetType()))
        {
            var place = SettingPath.Join(path, setting.Name);
            var value = setting.Property.GetValue(section);
            if (!CheckValue(section, setting, value, place, report) || value is null)
            {
                continue;
            }

            if (value is IDictionary named)
            {
                CheckNamed(named, place, report);
            }
            else if (SettingProperties.IsSection(setting.Type))
            {
                Check(value, place, report);
            }
        }
    }

    private static void CheckNamed(IDictionary named, string path, RuleReport report)
    {
        foreach (DictionaryEntry entry in named)
        {
            if (entry.Value is { } item and not string)
            {
                Check(item, SettingPath.Join(path, (string)entry.Key), report);
            }
        }
    }

    // The first broken rule is enough: an empty address is missing, not also malformed.
    private static bool CheckValue(object section, SettingProperty setting, object? value, string path, RuleReport report)
    {
        var attributes = setting.Property.GetCustomAttributes<ValidationAttribute>().OrderByDescending(a => a is RequiredAttribute);
        foreach (var attribute in attributes)
        {
            if (attribute.GetValidationResult(value, new ValidationContext(section) { MemberName = setting.Property.Name }) != ValidationResult.Success)
            {
                report.Error(path, Sentence(attribute, value));
                return false;
            }
        }

        return true;
    }

    // Only numbers are repeated to the reader; a text may be a secret.
    private static string Sentence(ValidationAttribute attribute, object? value) => attribute switch
    {
        RequiredAttribute => "is missing",
        RangeAttribute range => $"must be from {Number(range.Minimum)} to {Number(range.Maximum)}, is {Number(value)}",
        MinLengthAttribute least when value is string => $"needs at least {least.Length} characters",
        MinLengthAttribute least => $"needs at least {least.Length}",
        MaxLengthAttribute most => $"may have at most {most.Length} characters",
        RegularExpressionAttribute { ErrorMessage: null } pattern => $"does not have the form {pattern.Pattern}",
        _ => attribute.FormatErrorMessage(""),
    };

    private static string Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("#,0.###", CultureInfo.InvariantCulture);
}
