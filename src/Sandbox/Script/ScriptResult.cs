namespace Relevo.Sandbox.Script;

/// <summary>What a script file holds.</summary>
/// <param name="Options">Options to start a sandbox with; null when there are problems.</param>
/// <param name="Problems">Every mistake, in the order of the file as far as it has one.</param>
public sealed record ScriptResult(SandboxOptions? Options, IReadOnlyList<ScriptProblem> Problems);
