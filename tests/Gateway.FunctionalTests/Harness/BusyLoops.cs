using System.Diagnostics;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>Programs that do nothing but use the processors.</summary>
internal sealed class BusyLoops : IDisposable
{
    private readonly List<Process> _loops;

    public BusyLoops(int count) => _loops = [.. Enumerable.Range(0, count).Select(_ => Process.Start("/bin/sh", ["-c", "while :; do :; done"]))];

    public void Dispose()
    {
        foreach (var loop in _loops)
        {
            loop.Kill();
            loop.Dispose();
        }
    }
}
