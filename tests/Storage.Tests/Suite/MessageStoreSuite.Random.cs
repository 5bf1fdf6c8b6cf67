namespace Relevo.Storage.Tests.Suite;

public abstract partial class MessageStoreSuite
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Walk_ThousandsOfRandomSteps_AgreesWithTheModel(int seed) => new StoreWalk(Bed, seed, forgetsDays: false).RunAsync(2000);
}
