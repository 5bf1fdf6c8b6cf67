using System.Text.Json;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>
/// PagerDuty's Events API v2. All notices of a cause share one key, so that a repeat changes nothing, and acknowledging and
/// recovering find the alert that the alarm opened.
/// </summary>
internal sealed class PagerDutyChannel(PagerDutyOptions options, string instance, TimeSpan deadline, ChannelHttp http) : IChannel
{
    private const string Resolve = "resolve";
    private const int MaxSummary = 1024; // What the API takes.
    private readonly Uri _url = new(options.Url);

    public string Name => ChannelNames.PagerDuty;

    public bool IsPersonal => false;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => [Name];

    public async Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        var outcome = await PostAsync(message, Action(message.Notice.Kind), cancellation).ConfigureAwait(false);

        // What is told by hand has no end that anybody would tell of, and must not stand open for ever. A change event needs no
        // end, but it pages nobody: a drill would prove nothing. So it is triggered and resolved at once, under its own key; a
        // resolution that fails repeats both, which that key makes one incident.
        return outcome.Verdict == ChannelVerdict.Taken && message.Notice.Kind == NoticeKind.ByHand
            ? await PostAsync(message, Resolve, cancellation).ConfigureAwait(false)
            : outcome;
    }

    private async Task<ChannelOutcome> PostAsync(ChannelMessage message, string action, CancellationToken cancellation)
    {
        using var request = JsonBody.Post(_url, JsonBody.Write(json => Write(json, message, action)));
        var answer = await http.PostAsync(request, deadline, cancellation).ConfigureAwait(false);
        return PagerDutyAnswer.Judge(answer);
    }

    private static string Action(NoticeKind kind) => kind switch
    {
        NoticeKind.Recovery => Resolve,
        NoticeKind.Acknowledgement => "acknowledge",
        _ => "trigger",
    };

    private static string Severity(HealthLevel level) => level switch
    {
        HealthLevel.Emergency => "critical",
        HealthLevel.Critical => "error",
        HealthLevel.Degraded => "warning",
        _ => "info",
    };

    private void Write(Utf8JsonWriter json, ChannelMessage message, string action)
    {
        var notice = message.Notice;
        json.WriteString("routing_key", options.RoutingKey);
        json.WriteString("event_action", action);
        json.WriteString("dedup_key", $"{instance}:{(notice.Kind == NoticeKind.ByHand ? notice.Id : notice.Cause)}");
        json.WriteString("client", instance);
        json.WriteStartObject("payload");
        json.WriteString("summary", Cut.To(message.Words.Title, MaxSummary));
        json.WriteString("source", instance);
        json.WriteString("severity", Severity(notice.Level));
        json.WriteString("timestamp", notice.AtUtc);
        json.WriteString("component", notice.Cause);
        json.WriteStartObject("custom_details");
        json.WriteString("notice", notice.Id);
        json.WriteString("level", LevelWords.Of(notice.Level));
        json.WriteString("details", notice.Details);
        json.WriteString("incident", notice.Incident);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
