using System.Globalization;
using System.Text.Json;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>Notices as JSON to a program of one's own, signed as Standard Webhooks does; a repeat carries the same <c>webhook-id</c>.</summary>
internal sealed class WebhookChannel(WebhookOptions options, string instance, TimeSpan deadline, ChannelHttp http, TimeProvider time) : IChannel
{
    private readonly Uri _url = new(options.Url!);
    private readonly NoticeSigner _signer = new(options.Secrets);

    public string Name => ChannelNames.Webhook;

    public bool IsPersonal => false;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => [Name];

    public async Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        var body = JsonBody.Write(json => Write(json, message));
        using var request = JsonBody.Post(_url, body);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("webhook-id", message.Notice.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        if (_signer.Sign(message.Notice.Id, timestamp, body) is { } signature)
        {
            request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        }

        HeaderLine.Add(request.Headers, options.Headers);
        var answer = await http.PostAsync(request, deadline, cancellation).ConfigureAwait(false);
        return answer.Judge();
    }

    private void Write(Utf8JsonWriter json, ChannelMessage message)
    {
        var notice = message.Notice;
        json.WriteString("type", "notice");
        json.WriteString("id", notice.Id);
        json.WriteString("timestamp", notice.AtUtc);
        json.WriteString("instance", instance);
        json.WriteString("kind", notice.Kind.ToString().ToLowerInvariant());
        json.WriteString("level", LevelWords.Of(notice.Level));
        json.WriteString("cause", notice.Cause);
        json.WriteString("change", notice.Change);
        json.WriteString("title", message.Words.Title);
        json.WriteString("summary", notice.Summary);
        json.WriteString("details", notice.Details);
        json.WriteString("incident", notice.Incident);
    }
}
