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

    private const int LongestSeverity = 40;

    public static NotifyRequest Read(RequestFields fields)
    {
        var severity = fields.Needed("severity", LongestSeverity);
        if (!LevelWords.TryParse(severity, out var level) && severity is not null)
        {
            fields.Problem("severity", "must be one of " + string.Join(", ", LevelWords.Known));
        }

        return new NotifyRequest(level, fields.Needed("message", LongestMessage) ?? "");
    }
}
