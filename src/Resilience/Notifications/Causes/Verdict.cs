using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Causes;

/// <summary>What is to be told, and to whom.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Level">The level whose channels are used.</param>
/// <param name="Listeners">Exactly these; null for the channels of the level, or of the notice.</param>
/// <param name="Quiet">Why it is only recorded; null when it is told.</param>
internal sealed record Verdict(Notice Notice, HealthLevel Level, IReadOnlyList<Listener>? Listeners = null, string? Quiet = null);
