using System.Text.Json.Serialization;

namespace Relevo.Wire.Reporting;

/// <summary>What a run found, and on what machine.</summary>
internal sealed class Report(MachineFacts machine)
{
    public MachineFacts Machine => machine;

    public List<Figure> Figures { get; } = [];

    /// <summary>Each run as it was, in order.</summary>
    public List<string> Log { get; } = [];

    [JsonIgnore]
    public bool FallsShort => Figures.Any(figure => figure.Verdict == "FALLS SHORT");

    public void Add(Figure figure) => Figures.Add(figure);

    /// <summary>Keeps a line and shows it at once.</summary>
    public void Say(string line)
    {
        Log.Add(line);
        Console.WriteLine(line);
    }
}
