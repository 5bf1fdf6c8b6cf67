using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Api.Operations;

/// <summary>What an operator has begun anew.</summary>
/// <param name="Component">One by name; null for all.</param>
internal sealed record RestartRequest(string? Component)
{
    private const int LongestName = 120;

    public static RestartRequest Read(RequestFields fields) => new(fields.Word("component", LongestName));
}
