using System.Globalization;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;
using Spectre.Console;

namespace Relevo.Gateway.Commands;

/// <summary>Retries everything that was parked when it began, a page at a time, so that its progress shows.</summary>
internal sealed class RetryAllWork(GatewayClient client, Terminal terminal, bool json, CancellationToken stop)
{
    private const int Page = 200;

    private long _retried;
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
            var ids = await ReadAsync(query);
            if (ids.Count == 0 || !await RetryPageAsync(ids))
            {
                return;
            }

            after = ids[^1];
            seen += ids.Count;
            progress(seen);
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string query)
    {
        var answer = await client.GetAsync(query, stop);
        _problem = answer.Problem;
        return _problem is null ? [.. answer.Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)] : [];
    }

    private async Task<bool> RetryPageAsync(IReadOnlyList<string> ids)
    {
        var body = $"{{\"ids\":{JsonSerializer.Serialize(ids, CommandJson.Default.IReadOnlyListString)}}}";
        var answer = await client.PostAsync("/api/deadletters/retry", body, stop);
        _problem = answer.Problem;
        _retried += _problem is null ? answer.Body.GetProperty("retried").GetInt64() : 0;
        return _problem is null;
    }

    private int Conclude(long parked)
    {
        if (json)
        {
            terminal.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"success":{{(_problem is null ? "true" : "false")}},"parked":{{parked}},"retried":{{_retried}}}"""));
        }
        else
        {
            terminal.Say(parked == 0 ? "Nothing is parked." : $"{Show.Number(_retried)} of {Show.Number(parked)} went back into their queues.");
        }

        if (_problem is null)
        {
            return ExitCode.Done;
        }

        terminal.Complain(_problem);
        return ExitCode.No;
    }
}
