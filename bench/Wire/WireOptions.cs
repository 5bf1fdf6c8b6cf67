using System.Globalization;

namespace Relevo.Wire;

/// <summary>What is measured, for how long and where. See the README, or <c>--help</c>.</summary>
internal sealed record WireOptions
{
    public const string Help = """
        wire [PHASE…] [--rounds N] [--seconds S] [--sustain S] [--waiting N] [--connections N]
             [--data FOLDER] [--gateway gateway.dll] [--results FOLDER] [--quick]

        Phases, all when none is named:
          rounds    bare Kestrel, relay, gateway accepting, gateway all the way, in turn
          sustain   all the way for 60 s
          steady    answers at 2,500/s, and accept to application at 500/s, constant rate
          backlog   1,000,000 messages waiting: memory, accept rate, restart, catching up
          sends     sends end to end through a played provider, with and without receipts
          pacing    500 numbers at 8/s each: how much of it is sent, and never more

          --rounds N        rounds of `rounds`, default 5
          --seconds S       length of one run of it, default 8
          --sustain S       length of `sustain`, default 60
          --waiting N       messages that wait in `backlog`, default 1,000,000
          --connections N   of the load generator, default 256
          --data FOLDER     where the gateway's files are made; a real disk, default the temporary folder
          --gateway FILE    default the Release build of src/Gateway
          --results FOLDER  where the results are written, default bench/results
          --quick           about a minute to see that everything works; figures mean nothing, nothing is written
        """;

    public static readonly string[] AllPhases = ["rounds", "sustain", "steady", "backlog", "sends", "pacing"];

    public IReadOnlyList<string> Phases { get; init; } = AllPhases;

    public int Rounds { get; init; } = 5;

    public double Seconds { get; init; } = 8;

    public double WarmSeconds { get; init; } = 12;

    public double Sustain { get; init; } = 60;

    public double Steady { get; init; } = 30;

    public int Waiting { get; init; } = 1_000_000;

    public int Connections { get; init; } = 256;

    public string DataFolder { get; init; } = Path.GetTempPath();

    public string GatewayLibrary { get; init; } = Path.Combine(Root(), "src", "Gateway", "bin", "Release", "net10.0", "gateway.dll");

    public string ResultsFolder { get; init; } = Path.Combine(Root(), "bench", "results");

    public bool IsQuick { get; init; }

    /// <exception cref="WireException">A word is not understood.</exception>
    public static WireOptions Parse(string[] words)
    {
        var options = new WireOptions();
        if (words.Contains("--quick", StringComparer.Ordinal))
        {
            options = options with { IsQuick = true, Rounds = 1, Seconds = 2, WarmSeconds = 1, Sustain = 4, Steady = 3, Waiting = 30_000 };
        }

        var phases = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            if (AllPhases.Contains(words[i], StringComparer.Ordinal))
            {
                phases.Add(words[i]);
            }
            else if (words[i] != "--quick")
            {
                options = options.With(words[i], i + 1 < words.Length ? words[++i] : throw new WireException($"{words[i]} needs a value or is unknown.\n\n{Help}"));
            }
        }

        return phases.Count == 0 ? options : options with { Phases = phases };
    }

    private WireOptions With(string name, string value) => name switch
    {
        "--rounds" => this with { Rounds = (int)Number(name, value) },
        "--seconds" => this with { Seconds = Number(name, value) },
        "--sustain" => this with { Sustain = Number(name, value) },
        "--waiting" => this with { Waiting = (int)Number(name, value) },
        "--connections" => this with { Connections = (int)Number(name, value) },
        "--data" => this with { DataFolder = Path.GetFullPath(value) },
        "--gateway" => this with { GatewayLibrary = Path.GetFullPath(value) },
        "--results" => this with { ResultsFolder = Path.GetFullPath(value) },
        _ => throw new WireException($"{name} is unknown.\n\n{Help}"),
    };

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new WireException($"{name} needs a number from 1 up, not \"{value}\".");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
