using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Api.Playbooks;

/// <summary>A wish that the playbook of EMERGENCY runs.</summary>
/// <param name="Reason">Why, in one line; null when nobody said.</param>
internal sealed record EmergencyRequest(string? Reason)
{
    private const int LongestReason = 200;

    public static EmergencyRequest Read(RequestFields fields) => new(fields.Word("reason", LongestReason));
}
