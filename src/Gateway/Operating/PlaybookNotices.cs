using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating;

/// <summary>
/// What playbooks want people to be told. The change of the level itself is told by itself as soon as it happens; a step that
/// would only say the same has nothing to do.
/// </summary>
internal sealed class PlaybookNotices(Notifier notifier, IncidentBook incidents)
{
    private const string Everyone = "everyone";

    public ActionOutcome Tell(PlaybookNotice notice)
    {
        if (notifier.ChannelsSetUp.Count == 0)
        {
            return ActionOutcome.NotConfigured("no channel is set up under Notifications");
        }

        if (notice is { To: not Everyone, HasOwnWords: false })
        {
            return ActionOutcome.NothingToDo("the change of the level told them");
        }

        var id = notifier.Tell(new Notice("playbook", notice.Context.Level, notice.Message)
        {
            Change = notice.Context.RunId,
            Incident = incidents.Open?.Id,
            Channels = notice.To == Everyone ? notifier.ChannelsSetUp : null,
        });
        return id is null ? ActionOutcome.Failed("too many notices wait already") : ActionOutcome.Done($"handed in as {id}");
    }
}
