using System.Numerics;
using Relevo.LoadBalancer.Policies;

namespace Relevo.LoadBalancer.Load;

/// <summary>
/// Counts distinct contacts of a sliding window: HyperLogLog (Flajolet and others 2007) whose registers remember for each
/// rank the hour it was last seen, so that hours fall out one by one. Not safe from several threads.
/// </summary>
internal sealed class ContactSketch
{
    private const int Bits = 10;
    private const int Registers = 1 << Bits;
    private const int Ranks = 32; // 2^32 contacts per register are past any number's day.
    private const int Cycle = 255; // An hour is kept in a byte; 0 is never. Hours are forgotten after 24, long before they repeat.
    private readonly byte[] _seen = new byte[Registers * Ranks];
    private readonly byte[] _highest = new byte[Registers];
    private double _sum = Registers;
    private int _empty = Registers;

    public int Count
    {
        get
        {
            var raw = 0.7213 / (1 + (1.079 / Registers)) * Registers * Registers / _sum;
            return (int)Math.Round(raw <= 2.5 * Registers && _empty > 0 ? Registers * Math.Log((double)Registers / _empty) : raw);
        }
    }

    /// <summary>True when it changed what is known.</summary>
    public bool Touch(ulong contact, int hour)
    {
        var hash = Hash.Mix(contact);
        var register = (int)(hash >> (64 - Bits));
        var rank = Math.Min(BitOperations.LeadingZeroCount(hash << Bits) + 1, Ranks);
        ref var seen = ref _seen[(register * Ranks) + rank - 1];
        var isNew = seen == 0;
        seen = (byte)((hour % Cycle) + 1);
        if (rank > _highest[register])
        {
            SetHighest(register, rank);
        }

        return isNew;
    }

    /// <summary>Forgets everything of this hour and before.</summary>
    public void Forget(int until)
    {
        // At most 24 hours are alive at any time; what is not among them is forgotten, whatever hour its byte once meant.
        for (var cell = 0; cell < _seen.Length; cell++)
        {
            var age = _seen[cell] == 0 ? 0 : (until + ContactCount.Hours - (_seen[cell] - 1) + (2 * Cycle)) % Cycle;
            if (age >= ContactCount.Hours)
            {
                _seen[cell] = 0;
            }
        }

        for (var register = 0; register < Registers; register++)
        {
            SetHighest(register, _seen.AsSpan(register * Ranks, Ranks).LastIndexOfAnyExcept((byte)0) + 1);
        }
    }

    private void SetHighest(int register, int rank)
    {
        var was = _highest[register];
        _sum += Math.ScaleB(1, -rank) - Math.ScaleB(1, -was);
        _empty += (rank == 0 ? 1 : 0) - (was == 0 ? 1 : 0);
        _highest[register] = (byte)rank;
    }
}
