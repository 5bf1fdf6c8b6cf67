using System.Globalization;
using Relevo.Resilience.Playbooks;
using Relevo.Resilience.Playbooks.Actions;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Operating.Actions;

/// <summary>Adds workers to every queue for a day. Argument <c>percent</c>: how many of the usual ones, default 30.</summary>
internal sealed class ScaleWorkersAction(Lazy<WorkerScale> scale) : IUndoableAction
{
    private const string Percent = "percent";
    private const double Usual = 30;

    public string Name => DefaultPlaybooks.ScaleWorkers;

    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        var percent = (int)ArgumentReader.Number(arguments, Percent, Usual);
        var claim = new WorkerClaim();
        context.Memory.Keep(claim);
        scale.Value.AskPercent(percent, claim);
        return Task.FromResult(ActionOutcome.Done(string.Create(
            CultureInfo.InvariantCulture, $"{scale.Value.State.AskedPercent} % more workers until {scale.Value.State.UntilUtc:yyyy-MM-dd HH:mm}Z")));
    }

    public Task<ActionOutcome> UndoAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation) =>
        Task.FromResult(context.Memory.Take<WorkerClaim>() is { } claim && scale.Value.TakeBack(claim) ? ActionOutcome.Done("as many workers as before") : ActionOutcome.NothingToDo());

    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments) =>
        [.. ArgumentReader.CheckNames(arguments, Percent), .. ArgumentReader.CheckNumber(arguments, Percent, 1, 1000)];
}
