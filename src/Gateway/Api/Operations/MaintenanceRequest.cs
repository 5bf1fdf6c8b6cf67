using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Api.Operations;

/// <summary>Whether new sends are refused for now.</summary>
/// <param name="IsOn">They are.</param>
/// <param name="Reason">Why, in one line; null when nobody said.</param>
internal sealed record MaintenanceRequest(bool IsOn, string? Reason)
{
    private const int LongestReason = 200;

    public static MaintenanceRequest Read(RequestFields fields) =>
        new(fields.OneOf("set", isNeeded: true, "on", "off") == "on", fields.Word("reason", LongestReason));
}
