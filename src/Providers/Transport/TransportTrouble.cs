using System.Net;
using System.Net.Sockets;

namespace Relevo.Providers.Transport;

/// <summary>Words for calls without a complete answer.</summary>
internal static class TransportTrouble
{
    /// <summary>Nothing of the call was written.</summary>
    internal const string Connect = "connect";

    /// <summary>Its time was over.</summary>
    internal const string Timeout = "timeout";

    /// <summary>The connection broke.</summary>
    internal const string Reset = "reset";

    /// <summary>What came is no answer, or longer than allowed.</summary>
    internal const string Unreadable = "unreadable";

    /// <summary>The word for an error after the call may have been written.</summary>
    internal static string Of(Exception error) => error switch
    {
        OperationCanceledException => Timeout,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => Unreadable,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => Unreadable,
        _ => Reset,
    };

    /// <summary>Why no connection came about, for people.</summary>
    internal static string Reason(Exception error) => error switch
    {
        OperationCanceledException => "no connection in time",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name not resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        _ => "no connection",
    };
}
