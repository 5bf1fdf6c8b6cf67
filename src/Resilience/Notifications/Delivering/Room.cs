using Relevo.Resilience.Health;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>
/// How many notices may wait. What is told by hand has a room of its own, beside that of what the gateway tells by itself:
/// neither takes a place of the other, and what was answered with an id is not given up for want of room. Pure.
/// </summary>
internal static class Room
{
    /// <summary>Why a notice is given up that a worse one needed the place of.</summary>
    public const string None = "too many notices wait, and this is among the mildest";

    private const int Share = 4; // What people say by hand is little; the rest is a script gone wrong.

    /// <summary>Room for notices by hand, where there is room for so many others.</summary>
    public static int ByHand(int most) => Math.Max(1, most / Share);

    /// <summary>All that may wait.</summary>
    public static int Of(int most) => most + ByHand(most);

    /// <summary>Who has to go for a notice: the oldest of the mildest, or the new one when none is milder; null when there is room, and always for what is told by hand.</summary>
    public static OpenNotice? Victim(IReadOnlyList<OpenNotice> known, OpenNotice added, int most)
    {
        if (added.IsByHand)
        {
            return null;
        }

        var others = known.Where(o => o.IsOpen && !o.IsByHand).ToList();
        var mildest = others.Count < most ? null : others.FindAll(o => o.Deliveries.All(d => !d.IsUnderWay)).MinBy(Weight);
        return others.Count < most ? null : mildest is null || Weight(mildest) >= Weight(added) ? added : mildest;
    }

    private static HealthLevel Weight(OpenNotice open) => open.Head.Kind == NoticeKind.Recovery ? HealthLevel.Critical : open.Head.Level;
}
