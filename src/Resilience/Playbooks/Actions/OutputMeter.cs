namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>
/// Reads what a command writes, and keeps nothing but how much it was. One that writes without end is read slowly after a
/// while: it then waits at its full pipe until its time is over. It is not killed for that, because what it does may be what is
/// needed although it says too much, and only its time limit knows when it is no use any more.
/// </summary>
internal sealed class OutputMeter(TimeProvider time)
{
    /// <summary>Rest after each chunk beyond what is read at once: 64 KiB in 20 ms are 3 MB/s, next to no processor time for either side.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    internal const int ReadAtOnce = 4 * 1024 * 1024; // no command that is well says more
    private const int Chunk = 64 * 1024; // what a pipe holds
    private const int BufferLetters = 4096;
    private const int MaxLine = 1_000_000; // beyond, counting more says nothing more

    private long _bytes;
    private int _line;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Characters of the last line that had any.</summary>
    public int LastLine => Volatile.Read(ref _line);

    public async Task ReadAsync(StreamReader output, CancellationToken cancellation)
    {
        var buffer = new char[BufferLetters];
        var isNew = true;
        var restAt = (long)ReadAtOnce;
        try
        {
            while (await output.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
            {
                Interlocked.Add(ref _bytes, output.CurrentEncoding.GetByteCount(buffer, 0, read));
                isNew = Count(buffer.AsSpan(0, read), isNew);
                if (Bytes >= restAt)
                {
                    restAt = Bytes + Chunk;
                    await Task.Delay(Rest, time, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The command has ended, and what it left open is closed.
        }
    }

    private bool Count(ReadOnlySpan<char> letters, bool isNew)
    {
        foreach (var letter in letters)
        {
            if (letter is '\n' or '\r')
            {
                isNew = true;
                continue;
            }

            Volatile.Write(ref _line, isNew ? 1 : Math.Min(_line + 1, MaxLine));
            isNew = false;
        }

        return isNew;
    }
}
