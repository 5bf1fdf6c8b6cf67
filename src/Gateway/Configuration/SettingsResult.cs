namespace Relevo.Gateway.Configuration;

/// <summary>What became of reading the settings: settings to use, or everything that is wrong with them.</summary>
/// <param name="Settings">The settings; null when there are errors.</param>
/// <param name="Errors">All errors at once.</param>
/// <param name="Warnings">What works but is probably not meant.</param>
/// <param name="MayBeTorn">True when the file was not there or not whole, as while somebody writes it.</param>
public sealed record SettingsResult(
    GatewaySettings? Settings,
    IReadOnlyList<SettingProblem> Errors,
    IReadOnlyList<SettingProblem> Warnings,
    bool MayBeTorn = false)
{
    internal static SettingsResult Refused(string message, bool mayBeTorn) => new(null, [new SettingProblem("", message)], [], mayBeTorn);
}
