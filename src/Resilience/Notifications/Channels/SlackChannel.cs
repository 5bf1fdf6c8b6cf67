using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>Slack's incoming webhooks, an address per level. A recovery goes where its alarm went.</summary>
internal sealed class SlackChannel(SlackOptions options, TimeSpan deadline, ChannelHttp http) : IChannel
{
    private const int MaxText = 3500; // Slack cuts messages at 4,000 characters.

    public string Name => ChannelNames.Slack;

    public bool IsPersonal => false;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => [Name];

    public async Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        if (UrlOf(message.Notice.Level) is not { Length: > 0 } url)
        {
            return ChannelOutcome.Refused("no address is set for this level");
        }

        var text = Cut.To(Escape(message.Words.Body), MaxText);
        using var request = JsonBody.Post(new Uri(url), JsonBody.Write(json => json.WriteString("text", text)));
        var answer = await http.PostAsync(request, deadline, cancellation).ConfigureAwait(false);
        return SlackAnswer.Judge(answer);
    }

    // The only three that Slack reads as more than text.
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private string? UrlOf(HealthLevel level)
    {
        var own = level switch
        {
            HealthLevel.Degraded => options.DegradedUrl,
            HealthLevel.Critical => options.CriticalUrl,
            HealthLevel.Emergency => options.EmergencyUrl,
            _ => null,
        };
        return string.IsNullOrEmpty(own) ? options.Url : own;
    }
}
