using Relevo.Providers;

namespace Relevo.Sandbox.Script;

/// <summary>Finds what is wrong with a rule by itself.</summary>
internal static class RuleCheck
{
    /// <summary>The providers that a sandbox plays.</summary>
    public static readonly string[] Providers = [ProviderNames.Meta, ProviderNames.Bird, ProviderNames.BirdV1, ProviderNames.Evolution];

    /// <summary>Evolution's errors by the names that scripts use.</summary>
    public static readonly string[] EvolutionErrors = ["connection-closed", "connection-closed-500", "not-on-whatsapp", "unauthorized", "no-instance", "meta-proxy"];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Each with the JSON name of the field; empty when nothing is wrong.</summary>
    public static IEnumerable<(string Path, string Problem)> Problems(SandboxRule rule) =>
        [.. Matching(rule), .. Answering(rule), .. Belonging(rule), .. Receipts(rule)];

    private static IEnumerable<(string Path, string Problem)> Matching(SandboxRule rule)
    {
        if (rule.Provider is { } provider && !Providers.Contains(provider, StringComparer.Ordinal))
        {
            yield return ("provider", $"must be one of {string.Join(", ", Providers)}, is \"{provider}\"");
        }

        if (rule.From < 1)
        {
            yield return ("from", $"must be 1 or more, is {rule.From}");
        }

        if (rule.To < rule.From)
        {
            yield return ("to", $"must not be less than \"from\" ({rule.From}), is {rule.To}");
        }

        if (!(rule.Probability is >= 0 and <= 1))
        {
            yield return ("probability", "must be from 0 to 1");
        }

        foreach (var (name, value) in new[] { ("afterSeconds", rule.After), ("untilSeconds", rule.Until), ("latencyMs", rule.Latency), ("latencyToMs", rule.LatencyTo) })
        {
            if (value < TimeSpan.Zero || value > Longest)
            {
                yield return (name, "must be from 0 to a day");
            }
        }

        if (rule.Until <= rule.After)
        {
            yield return ("untilSeconds", "must be more than \"afterSeconds\"");
        }

        if (rule.LatencyTo is { } to && (rule.Latency is not { } from || to < from))
        {
            yield return ("latencyToMs", "needs a \"latencyMs\" that is not more");
        }
    }

    private static IEnumerable<(string Path, string Problem)> Answering(SandboxRule rule)
    {
        (string Name, bool IsSet)[] answers =
        [
            ("accept", rule.Accept), ("throttle", rule.Throttle), ("ban", rule.Ban), ("metaCode", rule.MetaCode is not null), ("birdStatus", rule.BirdStatus is not null),
            ("birdCode", rule.BirdCode is not null), ("evolutionError", rule.EvolutionError is not null), ("status", rule.Status is not null), ("fault", rule.Fault is not null),
        ];
        var set = answers.Where(answer => answer.IsSet).Select(answer => answer.Name).ToList();

        // A ban may say in which of the provider's words.
        var isOne = set.Count <= 1 || (rule.Ban && set.Count == 2 && set[1] is "metaCode" or "birdStatus" or "birdCode" or "evolutionError");
        if (!isOne)
        {
            yield return (set[1], $"a rule gives one answer, this one has {string.Join(" and ", set)}");
        }

        if (set.Count == 0 && rule.Latency is null && rule.Receipts is null)
        {
            yield return ("", "does nothing: it needs an answer, \"latencyMs\" or \"receipts\"");
        }

        if (rule.BirdStatus is < 400 or > 599)
        {
            yield return ("birdStatus", $"must be from 400 to 599, is {rule.BirdStatus}");
        }

        if (rule.Status is < 200 or > 599)
        {
            yield return ("status", $"must be from 200 to 599, is {rule.Status}");
        }

        if (rule.EvolutionError is { } error && !EvolutionErrors.Contains(error, StringComparer.Ordinal))
        {
            yield return ("evolutionError", $"must be one of {string.Join(", ", EvolutionErrors)}, is \"{error}\"");
        }

        if (rule.Fault is { } fault && !Enum.IsDefined(fault))
        {
            yield return ("fault", "is none");
        }
    }

    private static IEnumerable<(string Path, string Problem)> Belonging(SandboxRule rule)
    {
        if (rule.Body is not null && rule.Status is null)
        {
            yield return ("body", "needs a \"status\"");
        }

        if (rule.ContentType is not null && rule.Body is null)
        {
            yield return ("contentType", "needs a \"body\"");
        }

        if (rule.Accepts is not null && rule.Fault is null && rule.Status is null)
        {
            yield return ("accepts", "needs a \"fault\" or a \"status\"");
        }

        if (rule.RetryAfter is { } wish && (wish.Any(char.IsControl) || !System.Text.Ascii.IsValid(wish)))
        {
            yield return ("retryAfter", "must be printable ASCII");
        }

        if (rule.Fault == SandboxFault.ResetBeforeReading && (rule.Recipient is not null || rule.Type is not null || rule.Latency is not null || rule.Receipts is not null || rule.Accepts == true))
        {
            yield return ("fault", "before the body is read nothing is known of recipient and type, and nothing can follow");
        }

        (string Name, bool IsSet, string[] Providers)[] owned =
        [
            ("metaCode", rule.MetaCode is not null, [ProviderNames.Meta]),
            ("birdStatus", rule.BirdStatus is not null, [ProviderNames.Bird, ProviderNames.BirdV1]),
            ("birdCode", rule.BirdCode is not null, [ProviderNames.BirdV1]),
            ("evolutionError", rule.EvolutionError is not null, [ProviderNames.Evolution]),
        ];
        foreach (var (name, _, providers) in owned.Where(answer => answer.IsSet && rule.Provider is { } provider && !answer.Providers.Contains(provider, StringComparer.Ordinal)))
        {
            yield return (name, $"is an answer of {string.Join(" and ", providers)}, the rule is about {rule.Provider}");
        }
    }

    private static IEnumerable<(string Path, string Problem)> Receipts(SandboxRule rule) =>
        rule.Receipts is { } receipts ? receipts.Problems().Select(problem => ($"receipts.{problem.Path}", problem.Problem)) : [];
}
