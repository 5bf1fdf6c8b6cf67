using Relevo.Resilience.Health;

namespace Relevo.Resilience.Tests.Alerts;

/// <summary>Somebody was called out.</summary>
/// <param name="Day">On which day.</param>
/// <param name="At">When, seconds of the day.</param>
/// <param name="Level">For what.</param>
/// <param name="Text">What was said.</param>
internal sealed record Page(int Day, double At, HealthLevel Level, string Text);
