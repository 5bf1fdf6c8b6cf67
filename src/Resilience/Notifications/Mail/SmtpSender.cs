using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Relevo.Resilience.Notifications.Channels;
using Relevo.Resilience.Notifications.Settings;

namespace Relevo.Resilience.Notifications.Mail;

/// <summary>
/// A small SMTP client of our own, because <c>System.Net.Mail.SmtpClient</c> does not do what an alarm needs: its timeout does
/// not hold for asynchronous sends, a server that drips or hangs at connecting holds it up beyond any token, one certificate
/// cannot be trusted without changing what the whole process trusts, and it has no TLS from the first byte. This one hands the
/// caller's token to every wait, never goes on in clear when TLS was asked for, and tells a refusal for good (5xx) from one for
/// now (4xx). A mail whose last answer is lost is sent again under the same <c>Message-ID</c>.
/// </summary>
internal sealed class SmtpSender(EmailOptions options)
{
    private const int Ready = 220;
    private const int Done = 2;
    private const int GoOn = 3;
    private const int Never = 5;

    /// <summary>Sends one mail; throws only I/O and cancellation.</summary>
    public async Task<ChannelOutcome> SendAsync(string to, string mail, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(options.Host!, options.Port, cancellation).ConfigureAwait(false);
        using var plain = new NetworkStream(socket);
        using var secure = new SslStream(plain, leaveInnerStreamOpen: true);
        if (options.Security == "tls")
        {
            await SecureAsync(secure, cancellation).ConfigureAwait(false);
        }

        var talk = new SmtpTalk(options.Security == "tls" ? secure : plain);
        var greeting = await talk.HearAsync(cancellation).ConfigureAwait(false);
        if (greeting.Code != Ready)
        {
            return Judge("its greeting", greeting);
        }

        var hello = $"EHLO {Literal(socket)}";
        var offers = await talk.SayAsync(hello, cancellation).ConfigureAwait(false);
        if (offers.Class == Done && options.Security == "starttls")
        {
            if (await StartAsync(talk, offers, secure, cancellation).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }

            talk = new SmtpTalk(secure);
            offers = await talk.SayAsync(hello, cancellation).ConfigureAwait(false);
        }

        return offers.Class == Done ? await SendAsync(talk, offers, to, mail, cancellation).ConfigureAwait(false) : Judge("EHLO", offers);
    }

    private static string Literal(Socket socket) =>
        socket.LocalEndPoint is not IPEndPoint { Address: var address } ? "[127.0.0.1]"
        : address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork ? $"[{address.MapToIPv4()}]"
        : $"[IPv6:{address}]";

    private static ChannelOutcome Judge(string step, SmtpReply reply)
    {
        var why = reply.Code == 0 ? $"no SMTP reply to {step}" : string.Create(CultureInfo.InvariantCulture, $"answered {reply.Code} to {step}");
        return reply.Class == Never ? ChannelOutcome.Refused(why) : ChannelOutcome.Again(why);
    }

    // Null when the conversation is secure. What a server says before TLS may be anybody's words: none of it is for good.
    private async Task<ChannelOutcome?> StartAsync(SmtpTalk talk, SmtpReply offers, SslStream secure, CancellationToken cancellation)
    {
        if (!offers.Offers("STARTTLS"))
        {
            return ChannelOutcome.Again("it offers no STARTTLS, and nothing is sent in clear");
        }

        var reply = await talk.SayAsync("STARTTLS", cancellation).ConfigureAwait(false);
        if (reply.Code != Ready || talk.HasMore)
        {
            return ChannelOutcome.Again(reply.Code != Ready ? Judge("STARTTLS", reply).Why : "it said more than it was asked before TLS");
        }

        await SecureAsync(secure, cancellation).ConfigureAwait(false);
        return null;
    }

    private Task SecureAsync(SslStream secure, CancellationToken cancellation) => secure.AuthenticateAsClientAsync(
        new SslClientAuthenticationOptions
        {
            TargetHost = options.Host,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => options.CertificateSha256 is not { Length: > 0 } pin
                ? errors == SslPolicyErrors.None
                : certificate is not null && pin.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), StringComparison.OrdinalIgnoreCase),
        },
        cancellation);

    private async Task<ChannelOutcome> SendAsync(SmtpTalk talk, SmtpReply offers, string to, string mail, CancellationToken cancellation)
    {
        if (Login(offers) is not { } login)
        {
            return ChannelOutcome.Refused("it offers neither PLAIN nor LOGIN to log in with");
        }

        (string Name, string Line, int Expected)[] steps =
        [
            .. login,
            ("MAIL", $"MAIL FROM:<{options.From}>", Done),
            ("RCPT", $"RCPT TO:<{to}>", Done),
            ("DATA", "DATA", GoOn),
            ("the mail", mail + "\r\n.", Done),
        ];
        foreach (var (name, line, expected) in steps)
        {
            var reply = await talk.SayAsync(line, cancellation).ConfigureAwait(false);
            if (reply.Class != expected)
            {
                return Judge(name, reply);
            }
        }

        await talk.LeaveAsync().ConfigureAwait(false);
        return ChannelOutcome.Taken;
    }

    private IEnumerable<(string Name, string Line, int Expected)>? Login(SmtpReply offers)
    {
        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        return options.User is not { Length: > 0 } user ? []
            : offers.Offers("AUTH", "PLAIN") ? [("the login", "AUTH PLAIN " + Base64($"\0{user}\0{options.Password}"), Done)]
            : offers.Offers("AUTH", "LOGIN") ? [("AUTH", "AUTH LOGIN", GoOn), ("the user", Base64(user), GoOn), ("the password", Base64(options.Password ?? ""), Done)]
            : null;
    }

    /// <summary>What a failure means, for people.</summary>
    public static string Word(Exception failure) => failure switch
    {
        AuthenticationException => "TLS failed",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "the name was not resolved",
        SocketException => "no connection",
        IOException => "the connection broke",
        _ => $"the call failed with {failure.GetType().Name}",
    };
}
