namespace Relevo.Resilience.Health;

/// <summary>What one check found.</summary>
/// <param name="IsGood">True when the component does its work.</param>
/// <param name="Message">A sentence for operators: no secrets, no content of messages.</param>
/// <param name="BecauseOf">Name of the component whose failure explains this one, so that one fault is not counted twice.</param>
public sealed record CheckResult(bool IsGood, string Message, string? BecauseOf = null)
{
    /// <summary>The component does its work.</summary>
    public static CheckResult Good(string message) => new(true, message);

    /// <summary>The component does not do its work.</summary>
    public static CheckResult Bad(string message, string? becauseOf = null) => new(false, message, becauseOf);
}
