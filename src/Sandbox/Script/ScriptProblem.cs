namespace Relevo.Sandbox.Script;

/// <summary>A mistake in a script file.</summary>
/// <param name="Path">Where: <c>rules[2].metaCode</c>; empty for the file itself.</param>
/// <param name="Problem">What is wrong, as the rest of a sentence.</param>
public sealed record ScriptProblem(string Path, string Problem)
{
    /// <inheritdoc />
    public override string ToString() => Path.Length == 0 ? Problem : $"{Path}: {Problem}";
}
