using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Mail;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Tests.Notifications.Support;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Notifications.Mail;

/// <summary>E-mail against servers that misbehave.</summary>
public sealed class SmtpFaultTests
{
    private const string Hello = "220 smtp.test\r\n";
    private const string Offers = "250-smtp.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n";
    private const string Fine = "250 fine\r\n";

    private readonly ManualTime _time = new();
    private readonly EmailOptions _options = new() { Host = "127.0.0.1", From = "gw@example.com", User = "gateway", Password = "secret" };

    [Theory]
    [InlineData("554 no service here\r\n", ChannelVerdict.Refused, "answered 554 to its greeting")]
    [InlineData("421 too busy\r\n", ChannelVerdict.Again, "answered 421 to its greeting")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", ChannelVerdict.Again, "no SMTP reply to its greeting")]
    [InlineData("2", ChannelVerdict.Again, "no SMTP reply to its greeting")]
    [InlineData("220", ChannelVerdict.Again, "no SMTP reply to its greeting")]
    [InlineData("", ChannelVerdict.Again, "no SMTP reply to its greeting")]
    public async Task SendAsync_OddGreeting_IsJudged(string greeting, ChannelVerdict verdict, string why)
    {
        await using var server = ScriptedSmtp.Start(greeting);
        Assert.Equal((verdict, why), await SendAsync(server));
    }

    [Theory]
    [InlineData(100_000, "x")]
    [InlineData(100_000, "250-x\r\n")]
    public async Task SendAsync_EndlessReply_IsNotReadToItsEnd(int times, string part)
    {
        await using var server = ScriptedSmtp.Start(Hello, string.Concat(Enumerable.Repeat(part, times)), ScriptedSmtp.Hang);
        var (verdict, why) = await SendAsync(server);
        Assert.Equal((ChannelVerdict.Again, "no SMTP reply to EHLO"), (verdict, why));
    }

    [Theory]
    [InlineData("250 smtp.test\r\n")]
    [InlineData("250-smtp.test\r\n250-AUTH PLAIN\r\n250 XSTARTTLS\r\n")]
    public async Task SendAsync_ServerWithoutStartTls_IsToldNothingInClear(string offers)
    {
        await using var server = ScriptedSmtp.Start(Hello, offers, ScriptedSmtp.Hang);
        var (verdict, why) = await SendAsync(server);
        Assert.Equal(ChannelVerdict.Again, verdict);
        Assert.Contains("STARTTLS", why, StringComparison.Ordinal);
        await Until.TrueAsync(() => server.Heard.Contains("(gone)"));
        Assert.Equal(["EHLO [127.0.0.1]", "(gone)"], server.Heard.Take(2));
    }

    [Theory]
    [InlineData("220 go on\r\n250 injected\r\n", "it said more than it was asked before TLS")]
    [InlineData("454 not now\r\n", "answered 454 to STARTTLS")]
    [InlineData("501 never\r\n", "answered 501 to STARTTLS")]
    public async Task SendAsync_OddAnswerToStartTls_IsNeverForGood(string answer, string why)
    {
        await using var server = ScriptedSmtp.Start(Hello, Offers, answer, ScriptedSmtp.Hang);
        Assert.Equal((ChannelVerdict.Again, why), await SendAsync(server));
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task SendAsync_ServerThatHangs_EndsAtTheDeadline(int step)
    {
        _options.Security = "none";
        _options.User = null;
        string[] script = [Hello, "250 smtp.test\r\n", Fine, Fine, "354 go on\r\n", Fine];
        await using var server = ScriptedSmtp.Start([.. script[..step], ScriptedSmtp.Hang]);
        var sending = SendAsync(server);
        await Until.TrueAsync(() => server.Heard.Contains(ScriptedSmtp.Hang));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((ChannelVerdict.Again, "no whole answer within 10 s"), await sending);
    }

    [Fact]
    public async Task SendAsync_LastAnswerLost_IsTriedAgain()
    {
        _options.Security = "none";
        _options.User = null;
        await using var server = ScriptedSmtp.Start(Hello, "250 smtp.test\r\n", Fine, Fine, "354 go on\r\n", "");
        Assert.Equal((ChannelVerdict.Again, "no SMTP reply to the mail"), await SendAsync(server));
        Assert.Contains("MAIL FROM:<gw@example.com>", server.Heard);
        Assert.Contains("RCPT TO:<ana@example.com>", server.Heard);
    }

    [Fact]
    public async Task SendAsync_InClearWhereThatIsWanted_IsTakenAndSaysGoodbye()
    {
        _options.Security = "none";
        _options.User = null;
        await using var server = ScriptedSmtp.Start(Hello, "250 smtp.test\r\n", Fine, Fine, "354 go on\r\n", Fine, "221 bye\r\n");
        Assert.Equal((ChannelVerdict.Taken, ""), await SendAsync(server));
        await Until.TrueAsync(() => server.Heard.Last() == "QUIT");
        Assert.Equal(1, server.Heard.Count(line => line == "."));
    }

    [Fact]
    public async Task SendAsync_NobodyThere_IsTriedAgain()
    {
        var server = ScriptedSmtp.Start();
        await server.DisposeAsync();
        Assert.Equal((ChannelVerdict.Again, "no connection"), await SendAsync(server));
    }

    private async Task<(ChannelVerdict Verdict, string Why)> SendAsync(ScriptedSmtp server)
    {
        _options.Port = server.Port;
        var notice = new NoticeReport("notice-1", _time.GetUtcNow(), "queue", NoticeKind.Alarm, HealthLevel.Critical, "x", "s", "", null, null, []);
        var channel = new EmailChannel(_options, new RecipientBook(NotifierRig.People(), []), TimeSpan.FromSeconds(10), _time);
        var outcome = await channel.SendAsync(new ChannelMessage("notice-1-ana", "ana", notice, new NoticeWords("t", ".\n.", "s")), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        return (outcome.Verdict, outcome.Why);
    }
}
