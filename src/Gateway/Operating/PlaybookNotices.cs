using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Health;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating;

/// <summary>
/// What playbooks want people to be told. A level that has lasted is told by itself, at EMERGENCY to everybody; a step that
/// would only say the same has nothing to do. What a step says in its own words calls nobody out before the level does.
/// </summary>
internal sealed class PlaybookNotices(Notifier notifier, IncidentBook incidents, LevelNotices notices, HealthMonitor monitor, SettingsHolder settings)
{
    private const string Everyone = "everyone";

    public ActionOutcome Tell(PlaybookNotice notice)
    {
        if (notifier.ChannelsSetUp.Count == 0)
        {
            return ActionOutcome.NotConfigured("no channel is set up under Notifications");
        }

        var context = notice.Context;
        if (IsByHand(context))
        {
            return HandIn(notice, context.Level, new Notice("playbook", context.Level, notice.Message) { Kind = NoticeKind.ByHand });
        }

        // After an escalation the level in force is still that whose playbook failed: nobody tells of the one that runs now.
        var level = notices.Patient(context.Level, context.Until);
        var isToldByItself = !notice.HasOwnWords && context.Level == context.Until;
        return isToldByItself ? ActionOutcome.NothingToDo(Told(context)) : HandIn(notice, level, new Notice(IncidentBook.Cause, level, notice.Message) { Kind = NoticeKind.Addition });
    }

    // What nobody asked for ends when the level is left.
    private bool IsByHand(PlaybookContext context) => monitor.Snapshot.Level < context.Until;

    private string Told(PlaybookContext context) => notices.Told >= context.Level
        ? "they were told when the level had lasted"
        : string.Create(CultureInfo.InvariantCulture, $"they are told once it has lasted {settings.Current.Notifications.PatienceSeconds:0.#} s");

    // Of the cause of the level, so that its recovery ends what this began. Under one id: a step that is tried again tells nobody twice.
    private ActionOutcome HandIn(PlaybookNotice step, HealthLevel level, Notice notice)
    {
        var id = notifier.Tell(notice with
        {
            Id = $"playbook {step.Context.RunId} {LevelWords.Of(level)} {step.Message}",
            Change = step.Context.RunId,
            Incident = incidents.Open?.Id,
            Channels = step.To == Everyone && level == step.Context.Level ? notifier.ChannelsSetUp : null,
        });
        return id is null ? ActionOutcome.Failed("too many notices wait already") : ActionOutcome.Done($"handed in as {id} at {LevelWords.Of(level)}");
    }
}
