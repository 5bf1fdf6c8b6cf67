namespace Relevo.Gateway.Health.Vitals;

/// <summary>Processor time of the gateway between two readings. Each reader has one of its own.</summary>
internal sealed class CpuMeter(TimeProvider time)
{
    private readonly ProcessorShare _share = new();
    private TimeSpan _used = Environment.CpuUsage.TotalTime;
    private long _at = time.GetTimestamp();

    /// <summary>Percent of the processors that it may use, since the last reading; 0 when no time has passed.</summary>
    public double Read()
    {
        var (used, at) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
        var elapsed = time.GetElapsedTime(_at, at);
        var percent = elapsed > TimeSpan.Zero ? 100 * ((used - _used) / elapsed) / _share.Read() : 0;
        (_used, _at) = (used, at);
        return percent;
    }
}
