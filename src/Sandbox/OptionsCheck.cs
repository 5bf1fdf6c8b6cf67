using Relevo.Providers;
using Relevo.Sandbox.Incoming;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox;

/// <summary>Finds what is wrong with options, all at once.</summary>
internal static class OptionsCheck
{
    private const string WebhookSecretPrefix = "whsec_";

    public static void Throw(SandboxOptions options)
    {
        var problems = Problems(options).Select(problem => $"{problem.Path}: {problem.Problem}").ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }
    }

    /// <summary>Every mistake with its place, in the names that scripts use.</summary>
    public static IEnumerable<(string Path, string Problem)> Problems(SandboxOptions options) =>
    [
        .. Bounds(options),
        .. Numbers(options.Numbers),
        .. options.Rules.SelectMany((rule, i) => RuleCheck.Problems(rule).Select(problem => (Join($"rules[{i}]", problem.Path), problem.Problem))),
        .. options.Incoming.SelectMany((incoming, i) => IncomingReader.Problems(incoming, options.Numbers).Select(problem => (Join($"incoming[{i}]", problem.Field), problem.Problem))),
        .. (options.Receipts?.Problems() ?? []).Select(problem => ($"receipts.{problem.Path}", problem.Problem)),
    ];

    public static IEnumerable<(string Path, string Problem)> Numbers(IReadOnlyList<SandboxNumber> numbers)
    {
        if (numbers.Count == 0)
        {
            yield return ("numbers", "there must be at least one");
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            var number = numbers[i];
            foreach (var (field, problem) in Number(number))
            {
                yield return ($"numbers[{i}].{field}", problem);
            }

            if (numbers.Take(i).Any(other => other.Provider == number.Provider && other.Key == number.Key))
            {
                yield return ($"numbers[{i}].key", $"\"{number.Key}\" stands there twice for {number.Provider}");
            }
        }
    }

    private static IEnumerable<(string Field, string Problem)> Number(SandboxNumber number)
    {
        if (!RuleCheck.Providers.Contains(number.Provider, StringComparer.Ordinal))
        {
            yield return ("provider", $"must be one of {string.Join(", ", RuleCheck.Providers)}, is \"{number.Provider}\"");
        }

        if (number.Key.Length == 0 || number.Key.Any(letter => char.IsControl(letter) || letter is '/' or '?' or '#' or '%'))
        {
            yield return ("key", "must be a word that can stand in a path");
        }

        if (!number.Phone.StartsWith('+') || number.Phone.Length is < 6 or > 16 || number.Phone.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            yield return ("phone", "must be + and 5 to 15 digits");
        }

        if (number.WebhookUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            yield return ("webhookUrl", "must be an absolute http or https address");
        }

        if (number is { WebhookUrl: not null, WebhookSecret: null or "" } && number.Provider != ProviderNames.Evolution)
        {
            yield return ("webhookSecret", "must be there, since webhooks are signed with it");
        }

        if (number is { Provider: ProviderNames.BirdV1, WebhookSecret: { } secret } && !IsBase64(secret))
        {
            yield return ("webhookSecret", $"must be {WebhookSecretPrefix} and base64");
        }

        foreach (var (field, isWrong) in new[]
        {
            ("messagesPerSecond", number.MessagesPerSecond is < 1 or > 1_000_000), ("burst", number.Burst is < 0 or > 1_000_000),
            ("pairSeconds", !(number.PairSeconds is null or (> 0 and <= 86_400))), ("pairBurst", number.PairBurst is < 1 or > 1_000_000),
        })
        {
            if (isWrong)
            {
                yield return (field, "is out of bounds");
            }
        }
    }

    private static IEnumerable<(string Path, string Problem)> Bounds(SandboxOptions options)
    {
        foreach (var (field, isWrong) in new[]
        {
            ("port", options.Port is < 0 or > 65_535), ("maxRecords", options.MaxRecords is < 1 or > 10_000_000), ("posters", options.Posters is < 1 or > 1_024),
            ("maxWaitingWebhooks", options.MaxWaitingWebhooks is < 1 or > 10_000_000), ("webhookAttempts", options.WebhookAttempts is < 1 or > 1_000),
            ("firstWebhookPause", options.FirstWebhookPause <= TimeSpan.Zero || options.LongestWebhookPause < options.FirstWebhookPause), ("webhookTimeout", options.WebhookTimeout <= TimeSpan.Zero),
        })
        {
            if (isWrong)
            {
                yield return (field, "is out of bounds");
            }
        }
    }

    private static bool IsBase64(string secret)
    {
        var text = secret.StartsWith(WebhookSecretPrefix, StringComparison.Ordinal) ? secret[WebhookSecretPrefix.Length..] : secret;
        return text.Length > 0 && Convert.TryFromBase64String(text, new byte[text.Length], out _);
    }

    private static string Join(string path, string field) => field.Length == 0 ? path : $"{path}.{field}";
}
