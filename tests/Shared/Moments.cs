namespace Relevo.Tests.Shared;

/// <summary>Lets a test wait until something has happened, however long the machine takes, but not for ever.</summary>
internal sealed class Moments
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly List<(Func<bool> IsTrue, TaskCompletionSource Reached)> _waiters = [];

    /// <summary>Something happened: whoever waits looks again.</summary>
    public void Happened()
    {
        lock (_gate)
        {
            _waiters.RemoveAll(waiter => waiter.IsTrue() && waiter.Reached.TrySetResult());
        }
    }

    /// <summary>Completes once the condition holds; it is looked at now and whenever something happens.</summary>
    public async Task WhenAsync(Func<bool> isTrue, string what = "what the test waits for")
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (isTrue())
            {
                return;
            }

            _waiters.Add((isTrue, reached));
        }

        try
        {
            await reached.Task.WaitAsync(TooLong);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{what} did not happen");
        }
    }
}
