using Relevo.Resilience.Health;
using Relevo.Resilience.Playbooks.Settings;

namespace Relevo.Resilience.Playbooks.Actions;

/// <summary>
/// Tells people. Arguments: <c>to</c>, <c>routing</c> (default) for those whom the level concerns or <c>everyone</c>;
/// <c>message</c>, by default what runs and why.
/// </summary>
/// <param name="notify">Tells them; done means that it was delivered, or will be.</param>
public sealed class NotifyAction(Func<PlaybookNotice, CancellationToken, Task<ActionOutcome>> notify) : IPlaybookAction
{
    private const string To = "to";
    private const string Message = "message";
    private const string Routing = "routing";
    private const string Everyone = "everyone";

    /// <inheritdoc />
    public string Name => DefaultPlaybooks.Notify;

    /// <inheritdoc />
    public Task<ActionOutcome> RunAsync(PlaybookContext context, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(arguments);
        var reasons = context.Reasons.Count == 0 ? "no reason was given" : string.Join("; ", context.Reasons);
        var message = arguments.GetValueOrDefault(Message) ?? $"The playbook of {context.Level.Word()} runs: {reasons}.";
        return notify(new PlaybookNotice(context, arguments.GetValueOrDefault(To) ?? Routing, message, arguments.ContainsKey(Message)), cancellation);
    }

    /// <inheritdoc />
    public IReadOnlyList<ArgumentProblem> Check(IReadOnlyDictionary<string, string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var problems = ArgumentReader.CheckNames(arguments, To, Message).ToList();
        if (arguments.TryGetValue(To, out var to) && to is not (Routing or Everyone))
        {
            problems.Add(new ArgumentProblem(To, $"must be {Routing} or {Everyone}"));
        }

        return problems;
    }
}
