using Relevo.Gateway.Operating.Restarts;
using Relevo.Gateway.Operating.Standby;
using Relevo.Resilience.Health.History;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Operating;

/// <summary>What operators reach through the API.</summary>
internal sealed record OperatingDesk(
    IncidentBook Incidents,
    PlaybookEngine Playbooks,
    Notifier Notifier,
    LevelHistory Levels,
    WorkerScale Scale,
    ComponentRestarts Restarts,
    BackupSet Backups);
