using System.Net.Http.Headers;
using System.Text;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>Text messages through any gateway that takes them by HTTP POST: the body is a template.</summary>
internal sealed class SmsChannel : IChannel
{
    private readonly SmsOptions _options;
    private readonly RecipientBook _book;
    private readonly TimeSpan _deadline;
    private readonly ChannelHttp _http;
    private readonly NoticeTexts _texts;
    private readonly TextTemplate _body;
    private readonly Func<string, string> _escape;
    private readonly Uri _url;

    public SmsChannel(SmsOptions options, RecipientBook book, NoticeTexts texts, TimeSpan deadline, ChannelHttp http)
    {
        (_options, _book, _texts, _deadline, _http) = (options, book, texts, deadline, http);
        _url = new Uri(options.Url!);
        _body = TextTemplate.Parse(options.Body);
        _escape = TextEscapes.For(options.ContentType);
    }

    public string Name => ChannelNames.Sms;

    public bool IsPersonal => true;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => _book.Resolve(_options.To, now);

    public async Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        if (_book.Phone(message.Recipient) is not { } number)
        {
            return ChannelOutcome.Refused("there is no phone number for this recipient");
        }

        using var request = Compose(message, number);
        var answer = await _http.PostAsync(request, _deadline, cancellation).ConfigureAwait(false);
        var outcome = answer.Judge();
        return outcome.Verdict == ChannelVerdict.Taken && _options.Expect is { Length: > 0 } expected && !answer.Body.Contains(expected, StringComparison.Ordinal)
            ? ChannelOutcome.Unknown("the answer does not hold what Expect asks for")
            : outcome;
    }

    private HttpRequestMessage Compose(ChannelMessage message, string number)
    {
        var text = Cut.To(message.Words.Short, _options.MaxCharacters);
        var body = _body.Render(name => _escape(name switch
        {
            "to" => number,
            "text" => text,
            _ => _texts.Value(name, message.Notice),
        }));
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(_options.ContentType);
        HeaderLine.Add(request.Headers, _options.Headers);
        return request;
    }
}
