namespace Relevo.Providers.Media;

/// <summary>Carries the verdict on an address out of the handler that connects.</summary>
internal sealed class RefusedAddressException : IOException
{
    public RefusedAddressException()
        : base("The address is inside of a private network.")
    {
    }

    /// <summary>Whether an error of a call is this one.</summary>
    internal static bool IsBehind(Exception? error)
    {
        while (error is not null and not RefusedAddressException)
        {
            error = error.InnerException;
        }

        return error is not null;
    }
}
