namespace Relevo.Wire.Roles;

/// <summary>What came to the application.</summary>
/// <param name="Count">Requests.</param>
/// <param name="Unique">Different messages.</param>
/// <param name="Repeated">Messages that came again.</param>
/// <param name="Last">When the last one came, seconds since 1970.</param>
/// <param name="P50">Half of the delays from accept to arrival were at most so long, milliseconds.</param>
/// <param name="P99">99 of 100 were at most so long.</param>
/// <param name="Max">The longest.</param>
internal sealed record AppStats(long Count, long Unique, long Repeated, double Last, double P50, double P99, double Max);
