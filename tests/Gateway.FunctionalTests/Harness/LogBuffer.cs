namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>The last lines that a process wrote, and how many there were.</summary>
internal sealed class LogBuffer
{
    private const int Kept = 400;
    private const int LineLength = 2000;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new(Kept);
    private long _total;

    public long Total => Interlocked.Read(ref _total);

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        Interlocked.Increment(ref _total);
        lock (_gate)
        {
            if (_lines.Count == Kept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line.Length > LineLength ? line[..LineLength] : line);
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }
}
