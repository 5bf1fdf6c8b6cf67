namespace Relevo.Resilience.Tests.Alerts;

/// <summary>What became of one happening.</summary>
/// <param name="Happening">It.</param>
/// <param name="Seen">Seconds until the level in force was critical or worse; null when it never was.</param>
/// <param name="Paged">Seconds until somebody was called out; null when nobody was.</param>
internal sealed record Finding(Happening Happening, double? Seen, double? Paged);
