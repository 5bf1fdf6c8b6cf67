namespace Relevo.QueueProcessor.Store;

/// <summary>The store cannot do what was asked. The message is a sentence for operators, without content of messages.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates it with a message.</summary>
    public StoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message and its cause.</summary>
    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates it without a message.</summary>
    public StoreException()
    {
    }
}
