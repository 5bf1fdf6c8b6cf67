namespace Relevo.Gateway.Sending.Contacts;

/// <summary>A hash of a contact that is the same at every start, so that a new contact falls to the same number again (FNV-1a, Fowler, Noll and Vo; mixed as in SplitMix64).</summary>
internal static class ContactHash
{
    public static ulong Of(string contactKey)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in contactKey)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
