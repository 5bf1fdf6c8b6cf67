namespace Relevo.Gateway.FunctionalTests.Checking;

/// <summary>How the gateway answered an event, over all its attempts: the strongest word counts.</summary>
internal enum Outcome
{
    /// <summary>Not sent yet.</summary>
    None,

    /// <summary>Refused for good (400, 401, 404, 413): must never be delivered.</summary>
    Reject,

    /// <summary>Refused for now (429, 503): may have been kept all the same.</summary>
    Fail,

    /// <summary>No answer (timeout, reset): nobody knows.</summary>
    Info,

    /// <summary>200: must be delivered.</summary>
    Ok,
}
