namespace Relevo.Wire.Reporting;

/// <summary>One measured figure, with what it should reach where something is asked of it.</summary>
/// <param name="Phase">The phase that measured it.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
/// <param name="Target">What is asked; null when it only explains others.</param>
/// <param name="AtLeast">Whether more is better.</param>
/// <param name="Remark">How it came about.</param>
internal sealed record Figure(string Phase, string Name, double Value, string Unit, double? Target = null, bool AtLeast = false, string Remark = "")
{
    /// <summary>The unit of what is counted.</summary>
    public const string Messages = "messages";

    public string Verdict => Target is not { } target ? "" : (AtLeast ? Value >= target : Value <= target) ? "reached" : "FALLS SHORT";

    /// <summary>How much of a target is reached: 1.00 is just enough, more is better.</summary>
    public double? Reached => Target is not { } target ? null : AtLeast ? Ratio(Value, target) : Ratio(target, Value);

    private static double? Ratio(double part, double whole) => whole > 0 ? Math.Round(part / whole, 2) : null;
}
