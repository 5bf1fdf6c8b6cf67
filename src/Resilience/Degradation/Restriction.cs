namespace Relevo.Resilience.Degradation;

/// <summary>What is restricted now.</summary>
/// <param name="RateFactor">Sends leave at this part of their rates, above 0 and at most 1.</param>
/// <param name="CacheLife">Time to live of what is looked up elsewhere.</param>
/// <param name="Mode">How workers are shared.</param>
/// <param name="AreFeaturesOff">What is not essential rests.</param>
/// <param name="IsMaintenance">New sends are refused for now; webhooks are still accepted and kept.</param>
public sealed record Restriction(double RateFactor, TimeSpan CacheLife, WorkMode Mode, bool AreFeaturesOff, bool IsMaintenance);
