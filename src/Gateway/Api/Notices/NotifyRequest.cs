using System.Globalization;
using System.Text;
using Relevo.Gateway.Sending.Requests;
using Relevo.Resilience.Health;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Notices;

/// <summary>What an operator wants people to know.</summary>
/// <param name="Level">How bad it is, which decides who is told.</param>
/// <param name="Message">One line.</param>
internal sealed record NotifyRequest(HealthLevel Level, string Message)
{
    /// <summary>Longest message, characters: what every channel can carry in its summary.</summary>
    public const int LongestMessage = 1_000;

    /// <summary>What is wrong with a message that says nothing.</summary>
    public const string Blank = "must not be blank: it would call people out without a word";

    private const int LongestSeverity = 40;

    public static NotifyRequest Read(RequestFields fields)
    {
        var severity = fields.Needed("severity", LongestSeverity);
        if (!LevelWords.TryParse(severity, out var level) && severity is not null)
        {
            fields.Problem("severity", "must be one of " + string.Join(", ", LevelWords.Known));
        }

        var message = fields.Needed("message", LongestMessage);
        if (message is not null && IsBlank(message))
        {
            fields.Problem("message", Blank);
        }

        return new NotifyRequest(level, message ?? "");
    }

    /// <summary>True when nobody could read anything in it: spaces, and characters without a width.</summary>
    public static bool IsBlank(string message) =>
        message.EnumerateRunes().All(rune => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format);
}
