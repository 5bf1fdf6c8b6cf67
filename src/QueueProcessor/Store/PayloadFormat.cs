namespace Relevo.QueueProcessor.Store;

/// <summary>First byte of every stored payload, so that compression and encryption need no migration.</summary>
public enum PayloadFormat : byte
{
    /// <summary>UTF-8 JSON as it is.</summary>
    Plain = 1,
}
