using Xunit.Sdk;

namespace Relevo.Gateway.FunctionalTests.Disk;

/// <summary>The reader of strace's notes must see a second sync.</summary>
public sealed class SyncTraceTests
{
    private const string Failure = "7 fsync(12</d/a>) = -1 EIO (Input/output error) (INJECTED)";

    [Theory]
    [InlineData("7 fsync(12</d/a>) = 0")]
    [InlineData("8 fdatasync(12</d/a>) = 0")]
    [InlineData("8 fsync(12</d/a> <unfinished ...>|7 close(3</d/b>) = 0|8 <... fsync resumed>) = 0")]
    public void AssertNoSecondSync_SameHandleAgain_Throws(string next)
    {
        Assert.ThrowsAny<XunitException>(() => SyncTrace.AssertNoSecondSync([Failure, .. next.Split('|')]));
    }

    [Theory]
    [InlineData("7 close(12</d/a>) = 0|7 fsync(12</d/a>) = 0")]
    [InlineData("7 fsync(13</d/a-new>) = 0")]
    public void AssertNoSecondSync_NewHandle_IsFine(string next) => SyncTrace.AssertNoSecondSync([Failure, .. next.Split('|')]);

    [Fact]
    public void AssertNoSecondSync_FailureThatWasInterrupted_IsSeen()
    {
        string[] lines = ["7 fsync(12</d/a> <unfinished ...>", "7 <... fsync resumed>) = -1 EIO (Input/output error) (INJECTED)", "7 fsync(12</d/a>) = 0"];
        Assert.ThrowsAny<XunitException>(() => SyncTrace.AssertNoSecondSync(lines));
    }
}
