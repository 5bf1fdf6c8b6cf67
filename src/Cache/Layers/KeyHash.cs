namespace Relevo.Cache.Layers;

/// <summary>
/// A number of a key that is the same in every process: FNV-1a (Fowler, Noll, Vo) over its characters, mixed by the last
/// step of MurmurHash3 so that keys which differ in their last digit differ everywhere. Whoever chooses keys can make two
/// agree, so nothing that must be right hangs on it.
/// </summary>
internal static class KeyHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(string key)
    {
        var hash = Basis;
        foreach (var character in key)
        {
            hash = (hash ^ character) * Prime;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
