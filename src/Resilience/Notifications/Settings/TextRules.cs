using System.Text.Json;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Templates name only variables that there are.</summary>
internal static class TextRules
{
    public static void Check(NotificationsOptions options, Findings findings)
    {
        Variables("Notifications:Texts:Title", options.Texts.Title, NoticeTexts.Variables, findings);
        Variables("Notifications:Texts:Body", options.Texts.Body, NoticeTexts.Variables, findings);
        Variables("Notifications:Texts:Short", options.Texts.Short, NoticeTexts.Variables, findings);
        Variables("Notifications:Sms:Body", options.Sms.Body, NoticeTexts.SmsVariables, findings);
        Sms(options.Sms, findings);
    }

    private static void Variables(string path, string template, IReadOnlyList<string> known, Findings findings)
    {
        var unknown = TextTemplate.Parse(template).Names.Except(known, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            findings.Error(path, $"there is no variable {string.Join(", ", unknown.Select(name => $"{{{name}}}"))}; known are {string.Join(", ", known.Select(name => $"{{{name}}}"))}");
        }
    }

    private static void Sms(SmsOptions sms, Findings findings)
    {
        var body = TextTemplate.Parse(sms.Body);
        if (!body.Names.Contains("to", StringComparer.Ordinal))
        {
            findings.Warn("Notifications:Sms:Body", "does not name {to}: every message goes to the same number");
        }

        if (sms.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase) && !IsJson(body.Render(_ => "0")))
        {
            findings.Error("Notifications:Sms:Body", "is no JSON once its variables are filled in");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
