#pragma warning disable CA1050, MA0047 // The runtime looks for this name, without a namespace.

/// <summary>
/// Runs inside the gateway before its first line, when <c>DOTNET_STARTUP_HOOKS</c> names this assembly, and blocks threads of
/// its pool: a line with a number on the standard input queues so many pieces of work that never end, any other line ends them.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize() => new Thread(Listen) { IsBackground = true, Name = "test hook" }.Start();

    private static void Listen()
    {
        var end = new ManualResetEvent(false);
        while (Console.In.ReadLine() is { } line)
        {
            if (int.TryParse(line, out var count))
            {
                end = new ManualResetEvent(false);
                Block(count, end);
            }
            else
            {
                end.Set();
            }
        }
    }

    private static void Block(int count, ManualResetEvent end)
    {
        for (var i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static gate => gate.WaitOne(), end, preferLocal: false);
        }
    }
}
