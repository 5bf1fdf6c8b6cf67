namespace Relevo.LoadBalancer.Numbers.Saved;

/// <summary>What of the pool outlives the process.</summary>
/// <param name="IsLast">True when the process stopped in order: then nothing was sent after it.</param>
/// <param name="SavedUtc">When, in UTC ticks.</param>
/// <param name="AreBackupsActive">Set by operators.</param>
/// <param name="Numbers">By name; numbers that are not configured just now among them.</param>
internal sealed record SavedPool(bool IsLast, long SavedUtc, bool AreBackupsActive, IReadOnlyList<SavedNumber> Numbers)
{
    public static SavedPool Empty { get; } = new(true, 0, false, []);
}
