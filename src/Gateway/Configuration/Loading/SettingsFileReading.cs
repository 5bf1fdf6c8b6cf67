namespace Relevo.Gateway.Configuration.Loading;

/// <summary>One look at the settings file.</summary>
/// <param name="Content">Its bytes; null when it could not be read.</param>
/// <param name="Problem">Why it could not be read.</param>
/// <param name="Fingerprint">The same for the same content, or the same failure.</param>
internal sealed record SettingsFileReading(ReadOnlyMemory<byte>? Content, string? Problem, string Fingerprint);
