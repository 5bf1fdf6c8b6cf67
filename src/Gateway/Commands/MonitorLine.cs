using System.Globalization;
using Relevo.Gateway.Commands.Output;

namespace Relevo.Gateway.Commands;

/// <summary>One look of the monitor. What it cannot know yet is null: rates need two looks.</summary>
internal sealed record MonitorLine(
    DateTimeOffset Time,
    string Level,
    int? RatePercent,
    double? EventsPerSecond,
    double? DeliveredPerSecond,
    long EventsWaiting,
    double? SendsPerSecond,
    long SendsWaiting,
    long Dead,
    double? OldestSeconds)
{
    /// <summary>The same as cells of a line.</summary>
    public string[] Cells() =>
    [
        Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        Level,
        Cell(RatePercent),
        Cell(EventsPerSecond),
        Cell(DeliveredPerSecond),
        Cell(EventsWaiting),
        Cell(SendsPerSecond),
        Cell(SendsWaiting),
        Cell(Dead),
        Cell(OldestSeconds),
    ];

    private static string Cell(double? value) => value is { } number ? number.ToString("#,0.#", CultureInfo.InvariantCulture) : Show.Nothing;
}
