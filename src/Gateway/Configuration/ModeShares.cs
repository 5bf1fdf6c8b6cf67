using System.ComponentModel.DataAnnotations;
using Relevo.QueueProcessor.Lanes;

namespace Relevo.Gateway.Configuration;

/// <summary>Shares of the workers; what has none stays stored.</summary>
public sealed class ModeShares
{
    /// <summary>Share for critical and high, percent.</summary>
    [Range(1, 100)]
    public int HighShare { get; set; } = 1;

    /// <summary>Share for normal, percent; 0 leaves it stored.</summary>
    [Range(0, 100)]
    public int NormalShare { get; set; }

    /// <summary>Share for low and batch, percent; 0 leaves it stored.</summary>
    [Range(0, 100)]
    public int LowShare { get; set; }

    internal LaneShares Shares => new(HighShare, NormalShare, LowShare);
}
