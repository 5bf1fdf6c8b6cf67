using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Commands.Talking;

namespace Relevo.Gateway.Commands;

/// <summary>Asks again and again and prints a line each time. A gateway that does not answer is a line too: whoever watches wants to see it come back.</summary>
internal sealed class MonitorWork(GatewayClient client, Terminal terminal, bool json, TimeProvider time)
{
    private const int HeadEvery = 20;
    private static readonly string[] Columns = ["time", "level", "rates %", "events/s", "delivered/s", "waiting", "sends/s", "to send", "dead", "oldest s"];
    private static readonly int[] Widths = [8, 9, 7, 9, 11, 9, 8, 9, 6, 8];
    private JsonElement? _before;
    private long _beforeAt;

    public async Task<int> RunAsync(TimeSpan every, int? lines, CancellationToken stop)
    {
        var exit = ExitCode.No;
        for (var line = 0; lines is null || line < lines; line++)
        {
            var answer = await client.GetAsync("/admin/status", stop);
            exit = answer.Problem is null ? ExitCode.Done : ExitCode.No;
            Print(answer, line);
            if (line + 1 != lines)
            {
                await Task.Delay(every, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (stop.IsCancellationRequested)
            {
                return ExitCode.Done; // that is how it ends
            }
        }

        return exit;
    }

    private void Print(GatewayAnswer answer, int line)
    {
        if (answer.Problem is { } problem)
        {
            terminal.Complain(problem);
            _before = null;
            return;
        }

        var (now, at) = (answer.Body.Clone(), time.GetTimestamp());
        var look = Look(now, time.GetElapsedTime(_beforeAt, at).TotalSeconds);
        (_before, _beforeAt) = (now, at);
        if (json)
        {
            terminal.Say(JsonSerializer.Serialize(look, CommandJson.Default.MonitorLine));
            return;
        }

        if (line % HeadEvery == 0)
        {
            terminal.Say(Line(Columns));
        }

        terminal.Say(Line(look.Cells()));
    }

    private static string Line(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, i) => i < 2 ? cell.PadRight(Widths[i]) : cell.PadLeft(Widths[i])));

    private MonitorLine Look(JsonElement now, double seconds)
    {
        var (events, sends) = (now.GetProperty("events"), now.GetProperty("sends"));
        return new MonitorLine(
            now.GetProperty("timestamp").GetDateTimeOffset(),
            now.GetProperty("level").GetString() ?? "",
            now.TryGetProperty("degradation", out var restricted) && restricted.ValueKind == JsonValueKind.Object ? restricted.GetProperty("ratePercent").GetInt32() : null,
            Rate("events", "accepted", now, seconds),
            Rate("events", "completed", now, seconds),
            events.GetProperty("waiting").GetInt64(),
            Rate("sends", "completed", now, seconds),
            sends.GetProperty("waiting").GetInt64(),
            events.GetProperty("dead").GetInt64() + sends.GetProperty("dead").GetInt64(),
            Oldest(events) > Oldest(sends) ? Oldest(events) : Oldest(sends) ?? Oldest(events));
    }

    private static double? Oldest(JsonElement part) => part.GetProperty("oldestSeconds") is { ValueKind: JsonValueKind.Number } oldest ? oldest.GetDouble() : null;

    private double? Rate(string part, string count, JsonElement now, double seconds) => _before is { } before && seconds > 0
        ? Math.Round(Math.Max(0, (now.GetProperty(part).GetProperty(count).GetInt64() - before.GetProperty(part).GetProperty(count).GetInt64()) / seconds), 1)
        : null;
}
