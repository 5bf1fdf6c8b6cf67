namespace Relevo.Resilience.Loops;

/// <summary>A part that is looked after did not move.</summary>
internal sealed class StandstillException() : Exception("it did not move");
