using Relevo.Gateway.Sending.Requests;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What an operator restricts or lifts.</summary>
/// <param name="Set"><c>on</c>, <c>off</c> or <c>auto</c>.</param>
/// <param name="Level">What to restrict at least like; healthy lifts everything, null goes back to what the level asks for.</param>
internal sealed record DegradationRequest(string Set, HealthLevel? Level)
{
    public static DegradationRequest Read(RequestFields fields)
    {
        var set = fields.OneOf("set", isNeeded: true, "on", "off", "auto") ?? "";
        var level = fields.OneOf("level", isNeeded: false, "degraded", "critical", "emergency");
        if (level is not null && set is "off" or "auto")
        {
            fields.Problem("level", "belongs to set \"on\" only");
        }

        return new DegradationRequest(set, set switch { "auto" => null, "off" => HealthLevel.Healthy, _ => LevelOf(level) });
    }

    private static HealthLevel LevelOf(string? word) => word switch
    {
        "critical" => HealthLevel.Critical,
        "emergency" => HealthLevel.Emergency,
        _ => HealthLevel.Degraded,
    };
}
