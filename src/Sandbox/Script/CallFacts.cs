namespace Relevo.Sandbox.Script;

/// <summary>What rules look at.</summary>
/// <param name="Provider">Whose API was called.</param>
/// <param name="Number">Key of the number.</param>
/// <param name="Recipient">Recipient in normal form; null while the body is not read.</param>
/// <param name="Type">Type of the message or call; null while the body is not read.</param>
/// <param name="IsMessage">Whether it is a message, which rules without a type are about.</param>
/// <param name="Elapsed">Time since the start.</param>
internal readonly record struct CallFacts(string Provider, string Number, string? Recipient, string? Type, bool IsMessage, TimeSpan Elapsed);
