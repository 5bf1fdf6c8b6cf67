using System.Globalization;
using Relevo.Resilience.Bounds;

namespace Relevo.Resilience.Playbooks.Settings;

/// <summary>Whether the steps of a playbook can wait for each other as they say: each only for earlier ones.</summary>
internal static class StepOrder
{
    public static IEnumerable<OptionProblem> Check(IList<StepOptions> steps, string path)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            if (!places.TryAdd(steps[i].Title(), i))
            {
                yield return new OptionProblem(Join(path, i, "Name"), $"\"{steps[i].Title()}\" is the name of an earlier step too; give one of them another");
            }
        }

        for (var i = 0; i < steps.Count; i++)
        {
            for (var n = 0; n < steps[i].After.Count; n++)
            {
                if (Judge(steps, places, i, steps[i].After[n]) is { } problem)
                {
                    yield return new OptionProblem(string.Create(CultureInfo.InvariantCulture, $"{path}:{i}:After:{n}"), problem);
                }
            }
        }
    }

    private static string? Judge(IList<StepOptions> steps, Dictionary<string, int> places, int step, string after)
    {
        if (!places.TryGetValue(after, out var place))
        {
            return $"\"{PlainText.Of(after, 80)}\" is not a step of this playbook";
        }

        if (place < step)
        {
            return null;
        }

        return FindWay(steps, places, place, step) is { } way
            ? $"the steps wait for each other: {string.Join(" -> ", way.Prepend(step).Select(i => steps[i].Title()))}"
            : $"\"{after}\" comes later; move it before this step";
    }

    // The way over which one step waits for another, both included; null when it does not. Breadth first, each step once.
    private static List<int>? FindWay(IList<StepOptions> steps, Dictionary<string, int> places, int from, int to)
    {
        var cameFrom = new Dictionary<int, int> { [from] = from };
        var next = new Queue<int>([from]);
        while (next.TryDequeue(out var at))
        {
            if (at == to)
            {
                return WayTo(cameFrom, from, to);
            }

            foreach (var after in steps[at].After)
            {
                if (places.TryGetValue(after, out var place) && cameFrom.TryAdd(place, at))
                {
                    next.Enqueue(place);
                }
            }
        }

        return null;
    }

    private static List<int> WayTo(Dictionary<int, int> cameFrom, int from, int to)
    {
        var way = new List<int> { to };
        while (way[^1] != from)
        {
            way.Add(cameFrom[way[^1]]);
        }

        way.Reverse();
        return way;
    }

    private static string Join(string path, int index, string name) => string.Create(CultureInfo.InvariantCulture, $"{path}:{index}:{name}");
}
