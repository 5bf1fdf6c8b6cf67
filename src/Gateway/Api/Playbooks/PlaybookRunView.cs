using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Playbooks.Runs;

namespace Relevo.Gateway.Api.Playbooks;

/// <summary>One run of a playbook with its steps.</summary>
internal sealed record PlaybookRunView(
    string Id,
    string Level,
    bool ByHand,
    string State,
    DateTimeOffset StartedUtc,
    DateTimeOffset? EndedUtc,
    string? Reason,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Components,
    IReadOnlyList<StepView> Steps)
{
    public static PlaybookRunView Of(PlaybookRun run) => new(
        run.Id,
        LevelWords.Of(run.Level),
        run.IsByHand,
        Words.Of(run.State),
        run.StartedUtc,
        run.EndedUtc,
        run.Reason,
        run.Reasons,
        run.Components,
        [.. run.Steps.Select(StepView.Of)]);
}
