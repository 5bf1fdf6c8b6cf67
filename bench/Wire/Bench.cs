using Relevo.Wire.Phases;
using Relevo.Wire.Processes;
using Relevo.Wire.Reporting;

namespace Relevo.Wire;

/// <summary>One run: the machine, the phases that were asked for, the table.</summary>
internal static class Bench
{
    /// <returns>0 when every figure was reached, 1 when one falls short, 2 when it could not be measured.</returns>
    public static async Task<int> RunAsync(string[] words)
    {
        if (words.Contains("--help", StringComparer.Ordinal) || words.Contains("-h", StringComparer.Ordinal))
        {
            Console.WriteLine(WireOptions.Help);
            return 0;
        }

        try
        {
            return await RunAsync(WireOptions.Parse(words));
        }
        catch (WireException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }
    }

    private static async Task<int> RunAsync(WireOptions options)
    {
        if (!File.Exists(options.GatewayLibrary))
        {
            throw new WireException("The gateway is not built: dotnet build -c Release src/Gateway, or name it with --gateway.");
        }

        var report = new Report(MachineFacts.Read(options));
        foreach (var line in report.Machine.Lines())
        {
            Console.WriteLine(line);
        }

        if (report.Machine.IsInMemory)
        {
            throw new WireException($"The data folder is on {report.Machine.FileSystem}, which keeps nothing. Name a folder on a real disk with --data.");
        }

        foreach (var phase in options.Phases)
        {
            Console.WriteLine($"\n{phase}");
            await using var stage = new Stage(options);
            await (phase switch
            {
                "rounds" => new RoundsPhase(stage, report).RunAsync(),
                "sustain" => new SustainPhase(stage, report).RunAsync(),
                "steady" => new SteadyPhase(stage, report).RunAsync(),
                "sends" => new SendsPhase(stage, report).RunAsync(),
                "pacing" => new PacingPhase(stage, report).RunAsync(),
                _ => new BacklogPhase(stage, report).RunAsync(),
            });
        }

        Pages.Print(report);
        if (!options.IsQuick)
        {
            Pages.Save(report, options.ResultsFolder);
        }

        return report.FallsShort ? 1 : 0;
    }
}
