using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Mail;

/// <summary>E-mail, one per recipient, so that one wrong address keeps nobody else from being told.</summary>
internal sealed class EmailChannel(EmailOptions options, RecipientBook book, TimeSpan deadline, TimeProvider time) : IChannel
{
    private readonly SmtpSender _sender = new(options);

    public string Name => ChannelNames.Email;

    public bool IsPersonal => true;

    public IReadOnlyList<string> Recipients(DateTimeOffset now) => book.Resolve(options.To, now);

    public async Task<ChannelOutcome> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        if (book.Mail(message.Recipient) is not { } address)
        {
            return ChannelOutcome.Refused("there is no e-mail address for this recipient");
        }

        var mail = MailText.Write(options.From!, address, message.Id, message.Words.Title, message.Words.Body, time.GetUtcNow());
        using var late = new CancellationTokenSource(deadline, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await _sender.SendAsync(address, mail, end.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            return ChannelOutcome.Lost(late.IsCancellationRequested ? ChannelHttp.Late(deadline) : SmtpSender.Word(failure));
        }
    }
}
