namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Thousands of random histories. A failure names its seed.</summary>
public sealed class LaneBookPropertyTests
{
    private const int Cases = 1000;
    private const int MixedCases = 400; // each is a longer history

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Book_AnyHistory_KeepsOrderLosesNothingAndStaysInBounds(int part) => Run(part, Cases, isMixed: false);

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Book_AnyHistoryOfMixedPriorities_KeepsOrderLosesNothingAndStaysInBounds(int part) => Run(part, MixedCases, isMixed: true);

    private static void Run(int part, int cases, bool isMixed)
    {
        for (var seed = part * cases; seed < (part + 1) * cases; seed++)
        {
            try
            {
                new LaneModel(seed, isMixed).Run(steps: 150);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
            }
        }
    }
}
