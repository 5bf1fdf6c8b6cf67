using System.Globalization;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Incoming;

/// <summary>Reads what a customer writes, from a script or from a call.</summary>
internal static class IncomingReader
{
    private const int MostText = 4096; // as WhatsApp lets people write
    private const int MostWord = 512;
    private static readonly TimeSpan Latest = TimeSpan.FromDays(1);

    /// <summary>Reads one. What is wrong is added to the problems of the source.</summary>
    /// <param name="source">The object.</param>
    /// <param name="mayWait">Whether it may say when.</param>
    public static SandboxIncoming Read(ScriptObject source, bool mayWait)
    {
        var incoming = new SandboxIncoming(
            source.Required("number"),
            new SandboxInbound { Contact = Phones.Normalise(source.Required("contact")), Text = source.Required("text"), Name = source.Text("name"), Id = source.Text("id") })
        {
            After = mayWait ? source.Seconds("afterSeconds") ?? TimeSpan.Zero : TimeSpan.Zero,
        };
        source.Close();
        return incoming;
    }

    /// <summary>What is wrong with it, field by field.</summary>
    public static IEnumerable<(string Field, string Problem)> Problems(SandboxIncoming incoming, IEnumerable<SandboxNumber> numbers)
    {
        var message = incoming.Message;
        if (!numbers.Any(number => number.Key == incoming.Number && number.WebhookUrl is not null))
        {
            yield return ("number", $"must be the key of a number with a webhookUrl, is \"{incoming.Number}\"");
        }

        if (!message.Contact.StartsWith('+') || message.Contact.Length is < 6 or > 16 || message.Contact.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            yield return ("contact", "must be a phone: 5 to 15 digits with or without +");
        }

        if (message.Text is not { Length: > 0 and <= MostText })
        {
            yield return ("text", string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MostText} characters"));
        }

        foreach (var (field, word) in new[] { ("name", message.Name), ("id", message.Id) })
        {
            if (word is { Length: 0 or > MostWord } || word?.Any(char.IsControl) == true)
            {
                yield return (field, string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MostWord} characters and be one line"));
            }
        }

        if (incoming.After < TimeSpan.Zero || incoming.After > Latest)
        {
            yield return ("afterSeconds", "must be from 0 to 86400");
        }
    }
}
