namespace Relevo.Gateway.Ingress;

internal static partial class Log
{
    [LoggerMessage(3501, LogLevel.Warning, "Authentic events of {Provider} are for a number that no setting names. They are kept and go to no application: compare Numbers:*:Key with the provider's own name of the number.")]
    public static partial void Stranger(ILogger logger, string provider);
}
