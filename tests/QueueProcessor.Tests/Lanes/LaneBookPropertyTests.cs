namespace Relevo.QueueProcessor.Tests.Lanes;

/// <summary>Thousands of random histories. A failure names its seed.</summary>
public sealed class LaneBookPropertyTests
{
    private const int Cases = 1000;

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Book_AnyHistory_KeepsOrderLosesNothingAndStaysInBounds(int part)
    {
        for (var seed = part * Cases; seed < (part + 1) * Cases; seed++)
        {
            try
            {
                new LaneModel(seed).Run(steps: 150);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
            }
        }
    }
}
