using System.Runtime.InteropServices;
using Relevo.Resilience.Health;

namespace Relevo.Resilience.Vitals;

/// <summary>A figure of the whole as it is now.</summary>
/// <param name="Value">The figure, in the unit of its rule.</param>
/// <param name="Text">The same for people, say <c>95 of 100 answers took less than 0.4 s</c>.</param>
/// <param name="AtMost">The worst level that it may ask for now, whatever its value.</param>
/// <param name="Fresh">The same of the last seconds only; null where there is none, or too little to judge by.</param>
/// <param name="IsThin">There is too little to begin a complaint by, but enough to go on with one: that less is done is no recovery.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VitalReading(double Value, string Text, HealthLevel AtMost = HealthLevel.Emergency, double? Fresh = null, bool IsThin = false);
