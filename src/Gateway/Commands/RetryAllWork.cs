using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;
using Spectre.Console;

namespace Relevo.Gateway.Commands;

/// <summary>Retries everything that was parked when it began, a page at a time, so that its progress shows.</summary>
internal sealed class RetryAllWork(GatewayClient client, Terminal terminal, bool json, bool includeUnknown, CancellationToken stop)
{
    private const int Page = 200;

    private readonly List<JsonElement> _items = [];
    private long _leftOut;
    private string? _problem;

    public async Task<int> RunAsync()
    {
        var metrics = await client.GetAsync("/api/queue/metrics", stop);
        if (metrics.Problem is { } problem)
        {
            terminal.Complain(problem);
            return ExitCode.No;
        }

        var parked = metrics.Body.GetProperty("dlq").GetInt64();
        await RunWithProgressAsync(parked);
        return Conclude(parked);
    }

    private async Task RunWithProgressAsync(long parked)
    {
        if (!terminal.IsInteractive || json || parked == 0)
        {
            await RetryAsync(parked, done => Line(done, parked));
            return;
        }

        await terminal.Console.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask("Retrying", maxValue: parked);
            await RetryAsync(parked, done => bar.Value = done);
        });
    }

    private void Line(long done, long parked)
    {
        if (!json)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{done} of {parked}"));
        }
    }

    // What is parked again meanwhile stands at the end of the list and is not reached: no more are taken than there were.
    private async Task RetryAsync(long parked, Action<long> progress)
    {
        string? after = null;
        for (var seen = 0L; seen < parked;)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"/api/deadletters?limit={Math.Min(Page, parked - seen)}") + (after is null ? "" : "&after=" + after);
            var letters = await ReadAsync(query);
            if (letters.Count == 0 || !await RetryPageAsync([.. letters.Where(letter => includeUnknown || !letter.IsUnknown).Select(letter => letter.Id)]))
            {
                return;
            }

            after = letters[^1].Id;
            seen += letters.Count;
            _leftOut += includeUnknown ? 0 : letters.Count(letter => letter.IsUnknown);
            progress(seen);
        }
    }

    private async Task<IReadOnlyList<(string Id, bool IsUnknown)>> ReadAsync(string query)
    {
        var answer = await client.GetAsync(query, stop);
        _problem = answer.Problem;
        return _problem is null ? [.. answer.Body.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("id").GetString()!, i.GetProperty("unknownOutcome").GetBoolean()))] : [];
    }

    private async Task<bool> RetryPageAsync(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return true;
        }

        var body = $"{{\"ids\":{JsonSerializer.Serialize(ids, CommandJson.Default.IReadOnlyListString)}}}";
        var answer = await client.PostAsync("/api/deadletters/retry", body, stop);
        _problem = answer.Problem;
        if (_problem is not null)
        {
            return false;
        }

        _items.AddRange(answer.Body.GetProperty("items").EnumerateArray());
        return true;
    }

    private void Print(long parked)
    {
        RetriedTable.Print(terminal, _items);
        terminal.Say(parked == 0 ? "Nothing is parked." : $"{Show.Number(_items.Count)} of {Show.Number(parked)} went back into their queues.");
        if (_leftOut > 0)
        {
            terminal.Say($"{Show.Number(_leftOut)} of unknown outcome were left out: the provider may have sent them. --include-unknown sends them again.");
        }
    }

    private int Conclude(long parked)
    {
        if (json)
        {
            var items = string.Join(',', _items.Select(item => item.GetRawText()));
            terminal.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"success":{{(_problem is null ? "true" : "false")}},"parked":{{parked}},"retried":{{_items.Count}},"leftOut":{{_leftOut}},"items":[{{items}}]}"""));
        }
        else
        {
            Print(parked);
        }

        if (_problem is null)
        {
            return ExitCode.Done;
        }

        terminal.Complain(_problem);
        return ExitCode.No;
    }
}
