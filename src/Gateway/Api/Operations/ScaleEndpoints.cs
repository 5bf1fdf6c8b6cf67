using System.Globalization;
using Relevo.Gateway.Api.Access;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.QueueProcessor.Store;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Api.Operations;

/// <summary>More workers by hand. Each call is recorded.</summary>
internal sealed class ScaleEndpoints(WorkerScale scale, ApiServices services)
{
    public static void Map(IEndpointRouteBuilder routes, WorkerScale scale, ApiServices services, ApiGate gate) =>
        routes.MapPost("/admin/scale-up", gate.Require(ApiRole.Admin, new ScaleEndpoints(scale, services).ScaleAsync));

    private async Task ScaleAsync(HttpContext context, ApiCaller caller)
    {
        if (await AdminBody.ReadAsync(context, ScaleRequest.Read) is not { } request)
        {
            return;
        }

        // What this call made of it: another one may come before the answer.
        var added = request.Workers == 0 ? scale.TakeBack() : scale.AskWorkers(request.Workers);
        var isSaved = await services.Remembered();
        await AdminRecord.TryWriteAsync(services, caller, "scale-up", request.Workers.ToString(CultureInfo.InvariantCulture), "done", CancellationToken.None);
        await ApiAnswer.JsonAsync(context, Answer(added, isSaved), ApiJson.Plain.ScaleView);
    }

    private ScaleView Answer(AddedWorkers state, bool isSaved)
    {
        var settings = services.Settings.Current;
        var items = settings.Applications.Select(application => Queue(Queues.ForApplication(application.Key), application.Value.Concurrency, state))
            .Append(Queue(Queues.Sends, settings.Sending.Concurrency, state)).ToList();
        var max = settings.Scaling.MaxWorkers;
        var said = state.UntilUtc is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"Workers added to each queue: {state.AskedWorkers}, until {until:yyyy-MM-dd HH:mm}Z.")
            : "What playbooks and people added is taken back.";
        var cut = items.FindAll(queue => queue.Cut).ConvertAll(queue => queue.Queue);
        return new ScaleView(true, state.AskedWorkers, state.UntilUtc, max, said + (cut.Count == 0 ? "" : Bounded(max, cut)) + (isSaved ? "" : " " + Words.NotSaved), items);
    }

    private static string Bounded(int max, List<string> cut) => string.Create(
        CultureInfo.InvariantCulture, $" The bound of {max} workers (Scaling:MaxWorkers) leaves fewer than asked for to {string.Join(", ", cut)}.");

    private ScaledQueue Queue(string name, int usual, AddedWorkers state)
    {
        var workers = scale.Of(usual, state);
        return new ScaledQueue(name, usual, workers, workers < state.Of(usual));
    }
}
