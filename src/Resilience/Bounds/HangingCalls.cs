namespace Relevo.Resilience.Bounds;

/// <summary>Calls of actions that ignore their cancellation and were left behind: they are counted, so that they do not pile up.</summary>
internal sealed class HangingCalls
{
    private const int MaxPerAction = 3;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Task>> _byAction = new(StringComparer.Ordinal);

    public bool MayStart(string action)
    {
        lock (_gate)
        {
            return !_byAction.TryGetValue(action, out var calls) || Hanging_NeedsGate(calls) < MaxPerAction;
        }
    }

    public void Add(string action, Task call)
    {
        lock (_gate)
        {
            if (!_byAction.TryGetValue(action, out var calls))
            {
                _byAction.Add(action, calls = []);
            }

            Hanging_NeedsGate(calls);
            calls.Add(call);
        }
    }

    private static int Hanging_NeedsGate(List<Task> calls)
    {
        calls.RemoveAll(call => call.IsCompleted);
        return calls.Count;
    }
}
