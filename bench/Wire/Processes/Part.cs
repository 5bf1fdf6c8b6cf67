namespace Relevo.Wire.Processes;

/// <summary>A server of this run.</summary>
/// <param name="Child">Its process.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Path">Where load goes.</param>
internal sealed record Part(Child Child, int Port, string Path)
{
    public string Url => FormattableString.Invariant($"http://127.0.0.1:{Port}{Path}");
}
