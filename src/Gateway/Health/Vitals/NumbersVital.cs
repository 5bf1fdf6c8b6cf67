using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health.Readings;
using Relevo.LoadBalancer.Numbers;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>
/// Share of the sending numbers that are out, the least of the last minute: what lasts counts, not one that is probed and
/// comes back.
/// </summary>
internal sealed class NumbersVital(SettingsHolder settings, Func<IReadOnlyList<NumberStatus>> pool, TimeProvider time) : IVital
{
    private const double All = 100;
    private readonly Queue<(long At, double Percent)> _seen = new();

    public string Name => "numbers";

    public VitalRule Rule => settings.Current.Health.Vitals.NumbersOutPercent.HighIsBad;

    public VitalReading? Read()
    {
        var senders = Senders.Of(pool());
        if (senders.Count == 0)
        {
            _seen.Clear();
            return null;
        }

        var missing = senders.Count(number => !Senders.Sends(number, settings.Current));
        var span = TimeSpan.FromSeconds(settings.Current.Health.Vitals.NumbersOutSeconds);
        if (Least(All * missing / senders.Count, span) is not { } least)
        {
            return null;
        }

        return new VitalReading(least, string.Create(CultureInfo.InvariantCulture, $"{missing} of {senders.Count} numbers are out, {least:0} % or more for {span.TotalSeconds:0} s"));
    }

    // Null until it has looked for so long: the oldest that is kept is the last one before the span began.
    private double? Least(double percent, TimeSpan span)
    {
        _seen.Enqueue((time.GetTimestamp(), percent));
        while (_seen.Count > 1 && time.GetElapsedTime(_seen.ElementAt(1).At) >= span)
        {
            _seen.Dequeue();
        }

        return time.GetElapsedTime(_seen.Peek().At) >= span ? _seen.Min(seen => seen.Percent) : null;
    }
}
