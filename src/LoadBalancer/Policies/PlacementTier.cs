namespace Relevo.LoadBalancer.Policies;

/// <summary>
/// The numbers of one tier that get new contacts, and how many each got since the pool last changed. Safe from any thread.
/// </summary>
internal sealed class PlacementTier
{
    // A few more on one number than on another are chance, not a pattern: below this, the hash alone decides.
    private const int Slack = 16;
    private readonly IPlacementPolicy _policy;
    private readonly double _bound;
    private readonly int[] _placed;
    private double _openWeight;
    private int _total;

    public PlacementTier(IReadOnlyList<PlacementMember> members, Func<IReadOnlyList<PlacementMember>, IPlacementPolicy> policy, double bound)
    {
        Members = [.. members];
        _bound = bound;
        _placed = new int[Members.Length];
        _policy = policy(Members);
        Recount();
    }

    public PlacementMember[] Members { get; }

    /// <summary>Index of the number for a contact, or -1.</summary>
    public int Choose(in PlacementQuery query) => _policy.Choose(this, query);

    /// <summary>It was placed there.</summary>
    public void Count(int index)
    {
        Members[index].Door.Claim();
        Interlocked.Increment(ref _placed[index]);
        Interlocked.Increment(ref _total);
    }

    /// <summary>Begins to count anew: who can take contacts has changed, so what is fair has too.</summary>
    public void Recount()
    {
        Array.Clear(_placed);
        Volatile.Write(ref _total, 0);
        var open = Members.Sum(member => member.Door.IsOpen ? member.Weight * member.Door.Share / (double)NumberDoor.FullShare : 0);
        Volatile.Write(ref _openWeight, open);
    }

    /// <summary>Keeps the counts from growing without end; proportions stay.</summary>
    public void Halve()
    {
        if (Volatile.Read(ref _total) < 1 << 24)
        {
            return;
        }

        for (var i = 0; i < _placed.Length; i++)
        {
            Volatile.Write(ref _placed[i], Volatile.Read(ref _placed[i]) / 2);
        }

        Volatile.Write(ref _total, Volatile.Read(ref _total) / 2);
    }

    /// <summary>True when a number offers what this pass asks for.</summary>
    public bool Takes(int index, in PlacementQuery query)
    {
        var member = Members[index];
        var door = member.Door;
        if (!door.IsOpen || !door.HasQuota || (query.Except is { } except && except.Contains(member.Name)))
        {
            return false;
        }

        return query.Pass switch
        {
            PlacementPass.Fair => door.IsShort && door.HasRoom && IsWithinBound(index) && (IsItsShare(member, query.Hash) || door.Try()),
            PlacementPass.Unbounded => door.IsShort && door.HasRoom && door.Share > 0,
            _ => true,
        };
    }

    // A number that grows back takes its share of the contacts that hash to it, the same ones each time.
    private static bool IsItsShare(PlacementMember member, ulong hash)
    {
        var share = member.Door.Share;
        return share >= NumberDoor.FullShare || (share > 0 && (Hash.Mix(hash ^ member.Seed) >> 48) < (ulong)share);
    }

    // Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2017): at most c x the fair part.
    private bool IsWithinBound(int index)
    {
        var weight = Volatile.Read(ref _openWeight);
        var fair = weight <= 0 ? double.MaxValue : (Volatile.Read(ref _total) + 1) * Members[index].Weight / weight;
        return Volatile.Read(ref _placed[index]) < (_bound * fair) + Slack;
    }
}
