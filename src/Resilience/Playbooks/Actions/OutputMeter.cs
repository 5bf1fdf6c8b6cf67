namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>Reads what a command writes, so that it never waits for a reader, and keeps nothing but how much it was.</summary>
internal sealed class OutputMeter
{
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
        try
        {
            while (await output.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var read and > 0)
            {
                Interlocked.Add(ref _bytes, output.CurrentEncoding.GetByteCount(buffer, 0, read));
                isNew = Count(buffer.AsSpan(0, read), isNew);
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
