namespace Relevo.Sandbox.Script;

/// <summary>Ways in which an answer can fail to be one. In a script they are written with dashes: <c>reset-after-reading</c>.</summary>
public enum SandboxFault
{
    /// <summary>Never answers; the caller gives up. The message was not taken.</summary>
    Hang = 0,

    /// <summary>Answers as usual, one byte per second. The message was taken.</summary>
    Drip = 1,

    /// <summary>Resets the connection before the body was read. Knows neither recipient nor type, and leaves no record.</summary>
    ResetBeforeReading = 2,

    /// <summary>Reads the call and resets the connection. The message was not taken.</summary>
    ResetAfterReading = 3,

    /// <summary>Takes the message and resets the connection: the answer is lost, receipts follow.</summary>
    ResetAfterAccepting = 4,

    /// <summary>A page in HTML with status 200, as proxies send it. The message was not taken.</summary>
    Html = 5,

    /// <summary>Half of the usual answer with a length that fits: JSON that ends too soon. The message was taken.</summary>
    TruncatedJson = 6,

    /// <summary>The usual answer with a longer length than it has; then the connection ends. The message was taken.</summary>
    WrongLength = 7,

    /// <summary>A body that never ends. The message was taken.</summary>
    Endless = 8,
}
