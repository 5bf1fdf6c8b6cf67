using Relevo.Resilience.Health.History;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Operations;

/// <summary>One change of the level.</summary>
internal sealed record LevelLine(DateTimeOffset AtUtc, string From, string To, string Reasons)
{
    public static LevelLine Of(LevelEntry entry) => new(entry.AtUtc, LevelWords.Of(entry.From), LevelWords.Of(entry.To), entry.Reasons);
}
