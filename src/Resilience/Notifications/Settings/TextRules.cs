using System.Text.Json;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Settings;

/// <summary>Templates name only variables that there are, and what people read has no braces but theirs.</summary>
internal static class TextRules
{
    public static void Check(NotificationsOptions options, Findings findings)
    {
        Text("Notifications:Texts:Title", options.Texts.Title, findings);
        Text("Notifications:Texts:Body", options.Texts.Body, findings);
        Text("Notifications:Texts:Short", options.Texts.Short, findings);
        Variables("Notifications:Sms:Body", options.Sms.Body, NoticeTexts.SmsVariables, findings);
        Sms(options.Sms, findings);
    }

    // A brace too many or too few would reach people in place of what it was to name. A body of a text message may be JSON.
    private static void Text(string path, string template, Findings findings)
    {
        Variables(path, template, NoticeTexts.Variables, findings);
        if (TextTemplate.Parse(template).HasLooseBrace)
        {
            findings.Error(path, "has a brace that belongs to no variable: one is written {summary}, without spaces");
        }
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
