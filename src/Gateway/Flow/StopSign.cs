namespace Relevo.Gateway.Flow;

/// <summary>Up from the first moment of a stop: ready turns off and nothing new is taken.</summary>
internal sealed class StopSign
{
    private volatile bool _isUp;

    public bool IsUp => _isUp;

    public void Raise() => _isUp = true;
}
