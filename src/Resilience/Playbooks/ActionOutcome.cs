namespace Relevo.Resilience.Playbooks;

/// <summary>What came of an action.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Reason">A sentence for operators, kept with the run: no secrets, no content of messages. Required for a failure.</param>
public sealed record ActionOutcome(ActionResult Result, string? Reason = null)
{
    /// <summary>It did what was asked.</summary>
    public static ActionOutcome Done(string? what = null) => new(ActionResult.Done, what);

    /// <summary>Everything is as asked already.</summary>
    public static ActionOutcome NothingToDo(string? why = null) => new(ActionResult.NothingToDo, why);

    /// <summary>The settings give it nothing to work with.</summary>
    public static ActionOutcome NotConfigured(string? what = null) => new(ActionResult.NotConfigured, what);

    /// <summary>It could not do it.</summary>
    public static ActionOutcome Failed(string reason) => new(ActionResult.Failed, reason);
}
