using System.Diagnostics;

namespace Relevo.Wire.Processes;

/// <summary>A process that this run started: watched while it lives, ended with the run.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const int KeptLines = 40;
    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public static Child Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GATEWAY_", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        var child = new Child(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>This program in another part.</summary>
    public static Child StartRole(params string[] arguments) => Start(Environment.ProcessPath!, Prefixed(arguments));

    /// <summary>A program of .NET that is a library file.</summary>
    public static Child StartDotNet(string library, params string[] arguments) => Start("dotnet", [library, .. arguments]);

    public Usage Usage => Usage.Read(Id);

    /// <summary>Asks it to end and waits; ends it by force when it takes too long.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> StopAsync(TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        if (!_process.HasExited)
        {
            Native.Signal(Id, Native.SigTerm);
            using var limit = new CancellationTokenSource(patience);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        return Stopwatch.GetElapsedTime(began);
    }

    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    // Under `dotnet Relevo.Wire.dll` the program is dotnet, and its first argument is this library.
    private static string[] Prefixed(string[] arguments) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal)
            ? [Path.Combine(AppContext.BaseDirectory, "Relevo.Wire.dll"), .. arguments]
            : arguments;

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
