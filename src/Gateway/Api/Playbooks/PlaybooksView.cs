namespace Relevo.Gateway.Api.Playbooks;

/// <summary>Runs of playbooks, newest first.</summary>
internal sealed record PlaybooksView(IReadOnlyList<PlaybookRunView> Items);
