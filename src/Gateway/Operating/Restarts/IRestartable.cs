namespace Relevo.Gateway.Operating.Restarts;

/// <summary>A part of the gateway that can be begun anew in place, without ending the process and without losing anything.</summary>
internal interface IRestartable
{
    /// <summary>Whether it belongs to a component.</summary>
    bool Covers(string component);

    /// <summary>Begins it anew; may be asked again at any time.</summary>
    /// <returns>What was done, in plain words.</returns>
    Task<string> RestartAsync(CancellationToken cancellation);
}
