using System.Globalization;
using System.Text;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace Relevo.Micro;

/// <summary>Keeps the tables of a run beside the benchmarks.</summary>
internal static class Results
{
    /// <summary>Writes one page with every table. A run with a filter of its own is not kept.</summary>
    public static int Save(IEnumerable<Summary> summaries)
    {
        var all = summaries.ToList();
        if (all.Count == 0 || all.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)))
        {
            return 1;
        }

        var wanted = Environment.GetCommandLineArgs()[1..];
        if (wanted.Length == 0)
        {
            var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var file = Path.Combine(Folder(), date + "-micro.md");
            File.WriteAllText(file, Page(all, date));
            Console.WriteLine($"Written to {file}");
        }

        return 0;
    }

    private static string Page(IReadOnlyList<Summary> summaries, string date)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Micro, {date}\n\nHow to read it: `bench/README.md`. Ratio is against the baseline of its group, the least that the step could cost.\n");
        foreach (var summary in summaries)
        {
            var logger = new AccumulationLogger();
            MarkdownExporter.GitHub.ExportToLog(summary, logger);
            page.Append('\n').Append(logger.GetLog().Replace("\r", "", StringComparison.Ordinal).Trim()).Append('\n');
        }

        return page.ToString();
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return Directory.CreateDirectory(Path.Combine(folder.FullName, "bench", "results")).FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
