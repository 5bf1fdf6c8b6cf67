using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Mail;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Mail;

/// <summary>E-mail against a real server.</summary>
public sealed class EmailChannelTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly ContactsOptions _contacts = NotifierRig.People();
    private SmtpServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [SkippableTheory]
    [InlineData("starttls")]
    [InlineData("login")]
    [InlineData("tls")]
    public async Task SendAsync_ToAServerThatAsksForTlsAndALogin_IsTaken(string mode)
    {
        var options = await StartAsync(mode);
        const string Summary = "La cola está 40 s atrás — ¡más de lo que cabe en una palabra codificada de un asunto! 🚨";
        var outcome = await SendAsync(options, Summary);
        Assert.Equal(ChannelOutcome.Taken, outcome);
        var mail = Assert.Single(_server!.Mails);
        Assert.True(mail.Tls);
        Assert.Equal(("gw@example.com", "ana@example.com"), (mail.From, mail.To.Single()));
        Assert.Equal($"[relevo] CRITICAL queue: {Summary}", mail.Subject);
        Assert.Contains(Summary + "\r\n.\r\nQUIT", mail.Body, StringComparison.Ordinal);
        Assert.Equal("<notice-1-ana@example.com>", mail.Header("Message-ID"));
        Assert.Equal("Sat, 21 Nov 2026 12:00:00 +0000", mail.Header("Date"));
        Assert.All(mail.Text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
    }

    [SkippableFact]
    public async Task SendAsync_WithAWrongPassword_IsRefusedAndNeitherToldNorLogged()
    {
        var options = await StartAsync("starttls");
        options.Password = "wrong-secret";
        var outcome = await SendAsync(options);
        Assert.Equal((ChannelVerdict.Refused, "answered 535 to the login"), (outcome.Verdict, outcome.Why));
        Assert.Empty(_server!.Mails);
    }

    [SkippableFact]
    public async Task SendAsync_WithoutALogin_IsRefused()
    {
        var options = await StartAsync("starttls");
        options.User = null;
        Assert.Equal((ChannelVerdict.Refused, "answered 530 to MAIL"), Read(await SendAsync(options)));
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    public async Task SendAsync_ToACertificateThatIsNotTrusted_SendsNothing(string? pin)
    {
        var options = await StartAsync("starttls");
        options.CertificateSha256 = pin;
        Assert.Equal((ChannelVerdict.Again, "TLS failed"), Read(await SendAsync(options)));
        Assert.Empty(_server!.Mails);
    }

    [SkippableTheory]
    [InlineData("gone@example.com", ChannelVerdict.Refused, "answered 550 to RCPT")]
    [InlineData("later@example.com", ChannelVerdict.Again, "answered 451 to RCPT")]
    public async Task SendAsync_ToARecipientTheServerDoesNotTake_IsJudgedByItsCode(string address, ChannelVerdict verdict, string why)
    {
        var options = await StartAsync("starttls");
        _contacts.People["ana"].Mail = address;
        Assert.Equal((verdict, why), Read(await SendAsync(options)));
    }

    [Fact]
    public async Task SendAsync_ToSomebodyWithoutAnAddress_IsRefused()
    {
        _contacts.People["ana"].Mail = null;
        Assert.Equal(ChannelVerdict.Refused, (await SendAsync(new EmailOptions { Host = "127.0.0.1", From = "gw@example.com" })).Verdict);
    }

    private static (ChannelVerdict Verdict, string Why) Read(ChannelOutcome outcome) => (outcome.Verdict, outcome.Why);

    private async Task<EmailOptions> StartAsync(string mode)
    {
        Skip.If(SmtpServer.WhyNot is not null, SmtpServer.WhyNot);
        _server = await SmtpServer.StartAsync(mode, TimeProvider.System.GetUtcNow());
        return new EmailOptions
        {
            Host = "127.0.0.1",
            Port = _server.Port,
            Security = mode == "tls" ? "tls" : "starttls",
            CertificateSha256 = _server.Pin,
            User = SmtpServer.User,
            Password = SmtpServer.Password,
            From = "gw@example.com",
        };
    }

    private Task<ChannelOutcome> SendAsync(EmailOptions options, string summary = "it is slow")
    {
        var notice = new NoticeReport("notice-1", _time.GetUtcNow(), "queue", NoticeKind.Alarm, HealthLevel.Critical, "x", summary, ".\nQUIT", null, null, []);
        var words = new NoticeWords($"[relevo] CRITICAL queue: {summary}", $"{summary}\n.\nQUIT", summary);
        var channel = new EmailChannel(options, new RecipientBook(_contacts, []), TimeSpan.FromSeconds(10), _time);
        return channel.SendAsync(new ChannelMessage("notice-1-ana", "ana", notice, words), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
