namespace Relevo.Resilience.Bounds;

/// <summary>One thing that is wrong in settings of this part.</summary>
/// <param name="Path">Where (<c>Playbooks:Critical:Steps:2:Action</c>).</param>
/// <param name="Message">What, in plain words and without any secret; continues a sentence that begins with the path.</param>
public sealed record OptionProblem(string Path, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Message}";
}
