namespace Relevo.Tests.Shared;

/// <summary>Lets a test wait for what nobody announces: it looks again and again, however long the machine takes, but not for ever.</summary>
internal static class Until
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);

    /// <summary>Completes once the condition holds; between two looks, something may be done.</summary>
    public static async Task TrueAsync(Func<bool> isTrue, string what = "what the test waits for", Action? between = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TooLong, $"{what} did not happen");
            between?.Invoke();
            await Task.Yield();
        }
    }
}
