namespace Relevo.Resilience.Connections;

/// <summary>Calls that reached nobody, as there never was a connection.</summary>
public static class NoConnection
{
    /// <summary>Whether a failed call surely ended before a connection stood. False says nothing: it may have been read, or not.</summary>
    public static bool Is(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ConnectionError,
    };
}
