namespace Relevo.Resilience.Circuits;

/// <summary>When a breaker opens and how it probes.</summary>
/// <param name="Failures">Failures in a row, no success in between, after which it opens.</param>
/// <param name="ProbeFirst">Pause before the first probe; doubles with each probe that fails.</param>
/// <param name="ProbeLongest">Longest pause before a probe.</param>
/// <param name="ProbeLost">A probe that reports nothing for so long is taken for lost, and the next one may enter.</param>
public sealed record BreakerOptions(int Failures, TimeSpan ProbeFirst, TimeSpan ProbeLongest, TimeSpan ProbeLost);
