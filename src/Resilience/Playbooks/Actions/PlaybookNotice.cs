namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>What a playbook wants people to be told.</summary>
/// <param name="Context">The run.</param>
/// <param name="To">Whom: <c>routing</c> for those whom the level concerns, <c>everyone</c> for all.</param>
/// <param name="Message">What.</param>
/// <param name="HasOwnWords">True when the step says what, and not only that the playbook runs.</param>
public sealed record PlaybookNotice(PlaybookContext Context, string To, string Message, bool HasOwnWords = false);
