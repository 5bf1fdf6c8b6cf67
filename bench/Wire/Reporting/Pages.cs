using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Relevo.Wire.Reporting;

/// <summary>Writes a report: as a table for the terminal, as a page, as JSON.</summary>
internal static class Pages
{
    public static void Print(Report report)
    {
        Console.WriteLine();
        var rows = report.Figures.Select(Row).Prepend(["figure", "measured", "target", "reached", "verdict"]).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Writes both files and says where.</summary>
    public static void Save(Report report, string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, report.Machine.Date + "-wire");
        File.WriteAllText(file + ".md", Page(report));
        File.WriteAllText(file + ".json", JsonSerializer.Serialize(report, WireJson.Default.Report) + "\n");
        Console.WriteLine($"\nWritten to {file}.md and .json");
    }

    private static string Page(Report report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Wire, {report.Machine.Date}\n\n");
        foreach (var line in report.Machine.Lines())
        {
            page.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }

        page.Append("\n| Figure | Measured | Target | Reached | Verdict | Remark |\n|---|---:|---:|---:|---|---|\n");
        foreach (var figure in report.Figures)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Row(figure))} | {figure.Remark} |\n");
        }

        page.Append("\nReached: 1.00 is just enough, more is better. How each figure is taken: `bench/README.md`.\n\n## Every run\n\n```\n");
        page.AppendJoin('\n', report.Log).Append("\n```\n");
        return page.ToString();
    }

    private static string[] Row(Figure figure) =>
    [
        figure.Name,
        Text(figure.Value, figure.Unit),
        figure.Target is { } target ? (figure.AtLeast ? "≥ " : "≤ ") + Text(target, figure.Unit) : "",
        figure.Reached?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
        figure.Verdict,
    ];

    private static string Text(double value, string unit)
    {
        var number = value.ToString(Math.Abs(value) >= 100 || unit == Figure.Messages ? "N0" : "0.00", CultureInfo.InvariantCulture);
        return unit.Length == 0 ? number : $"{number} {unit}";
    }
}
