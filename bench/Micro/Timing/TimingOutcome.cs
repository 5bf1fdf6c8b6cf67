namespace Relevo.Micro.Timing;

/// <summary>What a trial found.</summary>
/// <param name="T">Welch's t.</param>
/// <param name="EarlyNanoseconds">Mean of signatures that are wrong in the first digit.</param>
/// <param name="LateNanoseconds">Mean of signatures that are wrong in the last digit.</param>
/// <param name="Kept">Timings that were compared.</param>
internal sealed record TimingOutcome(double T, double EarlyNanoseconds, double LateNanoseconds, int Kept)
{
    public bool Leaks => Math.Abs(T) >= Welch.Limit;
}
