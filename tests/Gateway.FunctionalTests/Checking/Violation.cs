namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>One broken promise, in words.</summary>
internal sealed record Violation(string Rule, string Text);
