namespace Relevo.Gateway.Ingress;

/// <summary>
/// Says that authentic events come for a number that no setting names: they are kept and go nowhere, which is what a
/// mistyped key looks like. At most once a minute, however many come.
/// </summary>
internal sealed class StrangerNotice(TimeProvider time, ILogger<StrangerNotice> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private long? _said;

    public void Saw(string provider, int events)
    {
        if (events == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_said is { } said && time.GetElapsedTime(said) < Pause)
            {
                return;
            }

            _said = time.GetTimestamp();
        }

        Log.Stranger(logger, provider);
    }
}
