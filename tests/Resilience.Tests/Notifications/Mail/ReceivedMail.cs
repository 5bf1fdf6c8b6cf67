using System.Text;
using System.Text.RegularExpressions;

namespace Relevo.Resilience.Tests.Notifications.Mail;

/// <summary>A mail as the server took it.</summary>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, bool Tls, string Text)
{
    public string Subject
    {
        get
        {
            var folded = Regex.Match(Text, "^Subject: (.*\r\n(?: .*\r\n)*)", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Groups[1].Value;
            return string.Concat(Regex.Matches(folded, @"=\?utf-8\?B\?([^?]*)\?=", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(word => Decode(word.Groups[1].Value)));
        }
    }

    public string Body => Decode(Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);

    public string Header(string name) => Text.Split("\r\n").First(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    private static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
