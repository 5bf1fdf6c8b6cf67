using System.Globalization;
using System.Text;
using Relevo.Resilience.Notifications.Texts;

namespace Relevo.Resilience.Notifications.Mail;

/// <summary>A mail as it goes over the wire. Subject and body are base 64 of UTF-8: no text can become a header, a line that is too long, or the end of the mail.</summary>
internal static class MailText
{
    private const int MaxSubject = 200;
    private const int WordBytes = 39; // 52 characters of base 64: a line with an encoded word has at most 76 (RFC 2047).

    /// <summary>The mail.</summary>
    /// <param name="from">Address of the sender.</param>
    /// <param name="to">Address of the recipient.</param>
    /// <param name="id">The same for every attempt, so that mailboxes can drop a repeat.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="body">The body.</param>
    /// <param name="now">When it is written.</param>
    public static string Write(string from, string to, string id, string subject, string body, DateTimeOffset now)
    {
        string[] lines =
        [
            $"From: <{from}>",
            $"To: <{to}>",
            "Subject: " + Subject(Cut.To(subject, MaxSubject)),
            "Date: " + now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
            $"Message-ID: <{id}@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]}>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks),
        ];
        return string.Join("\r\n", lines);
    }

    private static string Subject(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > WordBytes)
            {
                words.Add(Encoded(word));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(Encoded(word));
        return string.Join("\r\n ", words);
    }

    private static string Encoded(List<byte> word) => $"=?utf-8?B?{Convert.ToBase64String(word.ToArray())}?=";
}
