namespace Relevo.Resilience.Vitals;

/// <summary>The mean of a figure that is read once a second, over the last minute. Not safe from several threads.</summary>
public sealed class MeanWindow
{
    private readonly Queue<double> _values = new(SecondRing.Seconds);
    private double _sum;

    /// <summary>Takes a reading.</summary>
    /// <returns>The mean once there is a minute of readings; null before.</returns>
    public double? Add(double value)
    {
        _values.Enqueue(value);
        _sum += value;
        if (_values.Count > SecondRing.Seconds)
        {
            _sum -= _values.Dequeue();
        }

        return _values.Count == SecondRing.Seconds ? _sum / SecondRing.Seconds : null;
    }
}
