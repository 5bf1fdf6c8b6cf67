namespace Relevo.QueueProcessor.Store;

/// <summary>
/// Other names of contacts, kept for good: WhatsApp shows some people under a hidden id (LID) now and under their phone
/// number then, and both are one conversation.
/// </summary>
public interface IContactAliases
{
    /// <summary>The contact behind an alias, or null. Reads the store.</summary>
    string? FindAlias(string alias);

    /// <summary>Keeps an alias; durable with the next commit. One that is lost in a crash is learned again.</summary>
    void SaveAlias(string alias, string contact);
}
