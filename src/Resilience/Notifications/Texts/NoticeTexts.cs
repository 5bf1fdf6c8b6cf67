using System.Globalization;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Texts;

/// <summary>Puts notices into words.</summary>
internal sealed class NoticeTexts(TextOptions options, string instance)
{
    private readonly TextTemplate _title = TextTemplate.Parse(options.Title);
    private readonly TextTemplate _body = TextTemplate.Parse(options.Body);
    private readonly TextTemplate _short = TextTemplate.Parse(options.Short);

    /// <summary>The variables of every template.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["state", "level", "cause", "summary", "details", "incident", "time", "instance", "id"];

    /// <summary>Those of the body of a text message besides.</summary>
    public static IReadOnlyList<string> SmsVariables { get; } = [.. Variables, "to", "text"];

    public NoticeWords Words(NoticeReport notice)
    {
        string ValueOf(string name) => Value(name, notice);
        var body = _body.Render(ValueOf).Split('\n').Where(line => !string.IsNullOrWhiteSpace(line));
        return new NoticeWords(Cut.Line(_title.Render(ValueOf), int.MaxValue), string.Join('\n', body), Cut.Line(_short.Render(ValueOf), int.MaxValue));
    }

    /// <summary>The value of one variable; none for a name that is not known, which the settings do not allow.</summary>
    public string Value(string name, NoticeReport notice) => name switch
    {
        "state" => State(notice),
        "level" => LevelWords.Of(notice.Level),
        "cause" => notice.Cause,
        "summary" => notice.Summary,
        "details" => notice.Details,
        "incident" => notice.Incident ?? "",
        "time" => notice.AtUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
        "instance" => instance,
        "id" => notice.Id,
        _ => "",
    };

    private static string State(NoticeReport notice) => notice.Kind switch
    {
        NoticeKind.Recovery => "RECOVERED",
        NoticeKind.Acknowledgement => "ACKNOWLEDGED",
        _ => LevelWords.Of(notice.Stands ?? notice.Level),
    };
}
