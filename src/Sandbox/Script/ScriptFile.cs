using System.Text.Json;
using Relevo.Sandbox.Incoming;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Script;

/// <summary>Reads a script: numbers and rules in one JSON file. Comments and a comma behind the last element are allowed.</summary>
public static class ScriptFile
{
    private const int MostProblems = 100;

    private static readonly JsonDocumentOptions Json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    /// <summary>The faults as scripts write them.</summary>
    internal static readonly IReadOnlyDictionary<string, SandboxFault> Faults = new Dictionary<string, SandboxFault>(StringComparer.Ordinal)
    {
        ["hang"] = SandboxFault.Hang,
        ["drip"] = SandboxFault.Drip,
        ["reset-before-reading"] = SandboxFault.ResetBeforeReading,
        ["reset-after-reading"] = SandboxFault.ResetAfterReading,
        ["reset-after-accepting"] = SandboxFault.ResetAfterAccepting,
        ["html"] = SandboxFault.Html,
        ["truncated-json"] = SandboxFault.TruncatedJson,
        ["wrong-length"] = SandboxFault.WrongLength,
        ["endless"] = SandboxFault.Endless,
    };

    /// <summary>Reads a script.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="change">Changes what was read before it is checked as a whole; null for nothing.</param>
    public static ScriptResult Read(ReadOnlyMemory<byte> utf8, Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var problems = new List<ScriptProblem>();
        try
        {
            using var document = JsonDocument.Parse(utf8, Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new ScriptResult(null, [new ScriptProblem("", "must be a JSON object")]);
            }

            var options = Options(new ScriptObject(document.RootElement, "", problems), problems);
            options = change?.Invoke(options) ?? options;
            foreach (var (path, problem) in OptionsCheck.Problems(options))
            {
                // What could not be read is not complained of again for what it became.
                if (!problems.Exists(known => IsSame(known.Path, path)))
                {
                    problems.Add(new ScriptProblem(path, problem));
                }
            }

            return problems.Count == 0 ? new ScriptResult(options, []) : new ScriptResult(null, [.. problems.Take(MostProblems)]);
        }
        catch (JsonException exception)
        {
            return new ScriptResult(null, [new ScriptProblem("", $"is no JSON: {exception.Message}")]);
        }
    }

    /// <summary>Whether one of the places lies within the other.</summary>
    private static bool IsSame(string one, string other) => (one + ".").StartsWith(other + ".", StringComparison.Ordinal) || (other + ".").StartsWith(one + ".", StringComparison.Ordinal);

    private static SandboxOptions Options(ScriptObject file, List<ScriptProblem> problems)
    {
        var usual = new SandboxOptions();
        var options = usual with
        {
            Seed = file.Whole("seed") ?? usual.Seed,
            MaxRecords = file.Whole("maxRecords") ?? usual.MaxRecords,
            Receipts = file.Take("receipts") is { } receipts ? Receipts(receipts, "receipts", problems) : usual.Receipts,
            Numbers = file.List("numbers", (item, path) => Number(item, path, problems)),
            Incoming = file.List("incoming", (item, path) => Incoming(item, path, problems)),
            Rules = file.List("rules", (item, path) => Rule(item, path, problems)),
        };
        file.Close();
        return options;
    }

    // What is no object keeps its place in the list, so that the places of the others stay right.
    private static SandboxNumber Number(JsonElement item, string path, List<ScriptProblem> problems)
    {
        if (Object(item, path, problems) is not { } source)
        {
            return new SandboxNumber { Provider = "", Key = path };
        }

        var usual = new SandboxNumber { Provider = source.Required("provider"), Key = source.Required("key") };
        var number = usual with
        {
            Phone = source.Text("phone") ?? usual.Phone,
            ApiToken = source.Text("apiToken"),
            WorkspaceId = source.Text("workspaceId"),
            AccountId = source.Text("accountId") ?? usual.AccountId,
            WebhookUrl = source.Text("webhookUrl") is { } url ? Url(url, source.PathOf("webhookUrl"), problems) : null,
            SignedUrl = source.Text("signedUrl"),
            WebhookSecret = source.Text("webhookSecret"),
            WebhookHeader = source.Text("webhookHeader"),
            MessagesPerSecond = source.Whole("messagesPerSecond"),
            Burst = source.Whole("burst") ?? usual.Burst,
            PairSeconds = source.Number("pairSeconds"),
            PairBurst = source.Whole("pairBurst") ?? usual.PairBurst,
        };
        source.Close();
        return number;
    }

    private static SandboxIncoming Incoming(JsonElement item, string path, List<ScriptProblem> problems) =>
        Object(item, path, problems) is { } source ? IncomingReader.Read(source, mayWait: true) : new SandboxIncoming("", new SandboxInbound { Contact = "" });

    private static SandboxRule Rule(JsonElement item, string path, List<ScriptProblem> problems)
    {
        if (Object(item, path, problems) is not { } source)
        {
            return new SandboxRule();
        }

        var rule = new SandboxRule
        {
            Name = source.Text("name"),
            Provider = source.Text("provider"),
            Number = source.Text("number"),
            Recipient = source.Text("recipient"),
            Type = source.Text("type"),
            From = source.Long("from") ?? 1,
            To = source.Long("to"),
            Probability = source.Number("probability") ?? 1,
            After = source.Seconds("afterSeconds"),
            Until = source.Seconds("untilSeconds"),
            Latency = source.Milliseconds("latencyMs"),
            LatencyTo = source.Milliseconds("latencyToMs"),
            Accept = source.Flag("accept") ?? false,
            Throttle = source.Flag("throttle") ?? false,
            RetryAfter = source.Word("retryAfter"),
            MetaCode = source.Whole("metaCode"),
            BirdStatus = source.Whole("birdStatus"),
            BirdCode = source.Text("birdCode"),
            EvolutionError = source.Text("evolutionError"),
            Status = source.Whole("status"),
            Body = source.Text("body"),
            ContentType = source.Text("contentType"),
            Fault = source.Text("fault") is { } fault ? Fault(fault, source.PathOf("fault"), problems) : null,
            Accepts = source.Flag("accepts"),
            Ban = source.Flag("ban") ?? false,
            Receipts = source.Take("receipts") is { } receipts ? Receipts(receipts, source.PathOf("receipts"), problems) : null,
        };
        source.Close();
        return rule;
    }

    // A list is short for an object with nothing but statuses.
    private static SandboxReceipts Receipts(JsonElement item, string path, List<ScriptProblem> problems)
    {
        if (item.ValueKind == JsonValueKind.Array)
        {
            return new SandboxReceipts { Statuses = [.. item.EnumerateArray().Select((one, i) => Receipt(one, $"{path}[{i}]", problems))] };
        }

        if (Object(item, path, problems) is not { } source)
        {
            return SandboxReceipts.None;
        }

        var receipts = new SandboxReceipts
        {
            Statuses = source.List("statuses", (one, place) => Receipt(one, place, problems)),
            Copies = source.Whole("copies") ?? 1,
            IsSwapped = source.Flag("swapped") ?? false,
            IsBeforeAnswer = source.Flag("beforeAnswer") ?? false,
            Batch = source.Whole("batch") ?? 1,
            HasEcho = source.Flag("echo") ?? true,
        };
        source.Close();
        return receipts;
    }

    private static SandboxReceipt Receipt(JsonElement item, string path, List<ScriptProblem> problems)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return new SandboxReceipt(item.GetString()!);
        }

        if (Object(item, path, problems) is not { } source)
        {
            return new SandboxReceipt("");
        }

        var receipt = new SandboxReceipt(source.Required("status"), source.Milliseconds("delayMs") ?? TimeSpan.Zero, source.Word("code"));
        source.Close();
        return receipt;
    }

    private static ScriptObject? Object(JsonElement item, string path, List<ScriptProblem> problems)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            return new ScriptObject(item, path, problems);
        }

        problems.Add(new ScriptProblem(path, "must be an object"));
        return null;
    }

    private static Uri? Url(string text, string path, List<ScriptProblem> problems)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return url;
        }

        problems.Add(new ScriptProblem(path, "must be an absolute http or https address"));
        return null;
    }

    private static SandboxFault? Fault(string word, string path, List<ScriptProblem> problems)
    {
        if (Faults.TryGetValue(word, out var fault))
        {
            return fault;
        }

        problems.Add(new ScriptProblem(path, $"must be one of {string.Join(", ", Faults.Keys)}, is \"{word}\""));
        return null;
    }
}
