namespace Relevo.Sandbox.Script;

/// <summary>The receipts of one message: which, when, how often, in what order.</summary>
public sealed record SandboxReceipts
{
    /// <summary>Most receipts of one message, and most copies of each.</summary>
    internal const int Most = 100;

    /// <summary>Most receipts in one webhook.</summary>
    internal const int LargestBatch = 1_000;

    /// <summary>Sent, delivered and read, at once.</summary>
    public static SandboxReceipts Usual { get; } = Of("sent", "delivered", "read");

    /// <summary>None: the message was accepted and is never heard of again. Evolution's copy of the send still comes.</summary>
    public static SandboxReceipts None { get; } = new();

    /// <summary>In the order in which they are posted.</summary>
    public IReadOnlyList<SandboxReceipt> Statuses { get; init; } = [];

    /// <summary>How often each is posted, 1 to 100. Default once.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Whether they are posted in the reverse order, at the times of the last.</summary>
    public bool IsSwapped { get; init; }

    /// <summary>Whether the first of them is posted before the send itself is answered.</summary>
    public bool IsBeforeAnswer { get; init; }

    /// <summary>Meta: receipts that one webhook may hold, 1 to 1,000; a webhook waits up to 50 ms to fill. Default 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Evolution: whether <c>send.message</c>, its copy of the send, is posted first. Default yes.</summary>
    public bool HasEcho { get; init; } = true;

    /// <summary>These words, without delay.</summary>
    public static SandboxReceipts Of(params string[] statuses) => new() { Statuses = [.. statuses.Select(word => new SandboxReceipt(word))] };

    /// <summary>What is wrong with it, in sentences that begin with the JSON name of the field; empty when nothing is.</summary>
    internal IEnumerable<(string Path, string Problem)> Problems()
    {
        if (Statuses.Count > Most)
        {
            yield return ("statuses", $"at most {Most}, are {Statuses.Count}");
        }

        for (var i = 0; i < Statuses.Count; i++)
        {
            var (word, delay, code) = Statuses[i];
            if (!SandboxReceipt.Words.Contains(word, StringComparer.Ordinal))
            {
                yield return ($"statuses[{i}]", $"must be one of {string.Join(", ", SandboxReceipt.Words)}, is \"{word}\"");
            }

            if (delay < TimeSpan.Zero || delay > SandboxReceipt.LongestDelay)
            {
                yield return ($"statuses[{i}].delayMs", "must be from 0 to a day");
            }

            if (code is not null && word != "failed")
            {
                yield return ($"statuses[{i}].code", "only \"failed\" has a code");
            }
        }

        if (Copies is < 1 or > Most)
        {
            yield return ("copies", $"must be from 1 to {Most}, is {Copies}");
        }

        if (Batch is < 1 or > LargestBatch)
        {
            yield return ("batch", $"must be from 1 to {LargestBatch}, is {Batch}");
        }
    }
}
