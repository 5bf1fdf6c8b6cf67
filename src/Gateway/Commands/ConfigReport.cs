using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Commands;

/// <summary>Result of a check as JSON.</summary>
/// <param name="Valid">True when a gateway would start with it.</param>
/// <param name="Errors">All errors.</param>
/// <param name="Warnings">All warnings.</param>
/// <param name="Numbers">What each number gets; empty when there are errors.</param>
internal sealed record ConfigReport(bool Valid, IReadOnlyList<SettingProblem> Errors, IReadOnlyList<SettingProblem> Warnings, IReadOnlyList<EffectiveLimits> Numbers);
