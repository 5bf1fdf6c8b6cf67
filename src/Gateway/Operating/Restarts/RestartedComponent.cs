namespace Relevo.Gateway.Operating.Restarts;

/// <summary>What became of a restart.</summary>
/// <param name="Component">Its name.</param>
/// <param name="Succeeded">False when a part of it failed.</param>
/// <param name="Done">What was done, in plain words.</param>
internal sealed record RestartedComponent(string Component, bool Succeeded, string Done);
