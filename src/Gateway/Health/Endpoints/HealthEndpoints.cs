using Relevo.Gateway.Health.Checks;
using Relevo.Gateway.Health.Readings;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Health;

namespace Relevo.Gateway.Health.Endpoints;

/// <summary>Answers health requests from memory, so that they come back at once whatever hangs.</summary>
internal sealed class HealthEndpoints(HealthMonitor monitor, Readiness readiness, DegradationControl? degradation = null)
{
    public Task WholeAsync(HttpContext context)
    {
        var snapshot = monitor.Snapshot;
        return HealthAnswer.WriteAsync(context, HealthBodies.StatusCode(snapshot.Level), HealthBodies.Whole(snapshot, degradation?.State), HealthJson.Default.HealthBody);
    }

    public static Task LiveAsync(HttpContext context) =>
        HealthAnswer.WriteAsync(context, StatusCodes.Status200OK, new LiveBody(Alive: true), HealthJson.Default.LiveBody);

    public Task ReadyAsync(HttpContext context)
    {
        var refusal = readiness.Refusal();
        return HealthAnswer.WriteAsync(context, HealthBodies.StatusCode(refusal is null), new ReadyBody(refusal is null, refusal), HealthJson.Default.ReadyBody);
    }

    /// <summary>What holds for a webhook at this moment, without the patience of the level.</summary>
    public Task WebhookNowAsync(HttpContext context)
    {
        var refusal = readiness.Refusal();
        var state = new ComponentState(refusal is null, 0, 0);
        var message = refusal ?? "a webhook posted now would be accepted";
        var now = ComponentHealth.Unknown(ComponentNames.Webhook, isCritical: true) with { State = state, Message = message };
        return ComponentAsync(context, now);
    }

    public Task ComponentAsync(HttpContext context) => ComponentAsync(context, (string)context.Request.RouteValues["component"]!);

    public Task ComponentAsync(HttpContext context, string name) =>
        monitor.Snapshot.Find(name) is { } component
            ? ComponentAsync(context, component)
            : HealthAnswer.WriteAsync(context, StatusCodes.Status404NotFound, new MissingBody("not_found", "There is no such component."), HealthJson.Default.MissingBody);

    private Task ComponentAsync(HttpContext context, ComponentHealth component) =>
        HealthAnswer.WriteAsync(context, HealthBodies.StatusCode(component.IsUp), HealthBodies.One(monitor.Snapshot, component), HealthJson.Default.HealthBody);
}
