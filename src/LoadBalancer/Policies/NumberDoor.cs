namespace Relevo.LoadBalancer.Policies;

/// <summary>
/// The side of a number that placement sees: written under the pool's lock whenever something changes, read without any.
/// </summary>
internal sealed class NumberDoor
{
    internal const int FullShare = ushort.MaxValue;
    private int _isOpen;
    private int _share;
    private int _hasQuota;
    private int _isShort;
    private int _conversations;
    private int _most = int.MaxValue;
    private int _mayTry;
    private int _claims;
    private int _oldClaims;

    /// <summary>True while it may take new contacts at all.</summary>
    public bool IsOpen => Volatile.Read(ref _isOpen) != 0;

    /// <summary>The part of its weight in force, 0 to <see cref="FullShare"/>.</summary>
    public int Share => Volatile.Read(ref _share);

    /// <summary>False when it has sent all it may today.</summary>
    public bool HasQuota => Volatile.Read(ref _hasQuota) != 0;

    /// <summary>False when whoever joins its line waits too long.</summary>
    public bool IsShort => Volatile.Read(ref _isShort) != 0;

    /// <summary>Contacts of 24 h, with those just placed that have not been active yet.</summary>
    public int Load => Volatile.Read(ref _conversations) + Volatile.Read(ref _claims) + Volatile.Read(ref _oldClaims);

    /// <summary>False when it has as many contacts as it should take.</summary>
    public bool HasRoom => Load < Volatile.Read(ref _most);

    /// <summary>True when it has more contacts than it should take, the one just placed included.</summary>
    public bool IsCrowded => Load > Volatile.Read(ref _most);

    public void Set(bool isOpen, double share, bool hasQuota, bool isShort)
    {
        Volatile.Write(ref _share, (int)Math.Round(Math.Clamp(share, 0, 1) * FullShare));
        Volatile.Write(ref _hasQuota, hasQuota ? 1 : 0);
        Volatile.Write(ref _isShort, isShort ? 1 : 0);
        Volatile.Write(ref _isOpen, isOpen ? 1 : 0);
    }

    public void SetLoad(int conversations, int? most)
    {
        Volatile.Write(ref _conversations, conversations);
        Volatile.Write(ref _most, most ?? int.MaxValue);
    }

    /// <summary>A number that is being tried and has nothing to do may take one new contact, so that it can prove itself.</summary>
    public void LetTry(bool may) => Volatile.Write(ref _mayTry, may ? 1 : 0);

    /// <summary>True for one caller.</summary>
    public bool Try() => Volatile.Read(ref _mayTry) != 0 && Interlocked.Exchange(ref _mayTry, 0) != 0;

    /// <summary>A contact was placed on it.</summary>
    public void Claim() => Interlocked.Increment(ref _claims);

    /// <summary>A placed contact was active: it counts as a conversation now.</summary>
    public void Settle()
    {
        if (Volatile.Read(ref _oldClaims) > 0)
        {
            Interlocked.Decrement(ref _oldClaims);
        }
        else if (Volatile.Read(ref _claims) > 0)
        {
            Interlocked.Decrement(ref _claims);
        }
    }

    /// <summary>Forgets claims of long ago: their contacts were never active.</summary>
    public void AgeClaims() => Volatile.Write(ref _oldClaims, Interlocked.Exchange(ref _claims, 0));
}
