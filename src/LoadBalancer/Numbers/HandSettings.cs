namespace Relevo.LoadBalancer.Numbers;

/// <summary>What operators set on one number. Immutable.</summary>
/// <param name="IsDrained">It takes no new conversations.</param>
/// <param name="IsActivated">A backup is used like a primary.</param>
/// <param name="Weight">Instead of the weight of the settings.</param>
internal sealed record HandSettings(bool IsDrained, bool IsActivated, int? Weight)
{
    public static HandSettings None { get; } = new(false, false, null);
}
