namespace Relevo.Gateway.Api.Views;

/// <summary>Which settings are in force.</summary>
/// <param name="Version">1 at start, one more for each reload.</param>
/// <param name="File">The file that is followed; null when there is none.</param>
/// <param name="Problem">Why the file is not what is in force.</param>
/// <param name="NeedRestart">Changed sections that wait for a restart.</param>
internal sealed record SettingsView(long Version, string? File, string? Problem, IReadOnlyList<string> NeedRestart);
