namespace Relevo.Resilience.Playbooks;

/// <summary>One thing that is wrong with an argument of a step.</summary>
/// <param name="Argument">Its name.</param>
/// <param name="Message">What is wrong, continuing a sentence that begins with its path.</param>
public sealed record ArgumentProblem(string Argument, string Message);
