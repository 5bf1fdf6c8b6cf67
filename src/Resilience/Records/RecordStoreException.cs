namespace Relevo.Resilience.Records;

/// <summary>A document could not be saved or read. The message says why, for operators.</summary>
public sealed class RecordStoreException : Exception
{
    /// <summary>Creates it.</summary>
    public RecordStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public RecordStoreException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates it.</summary>
    public RecordStoreException()
    {
    }
}
