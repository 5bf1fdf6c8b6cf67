namespace Relevo.Gateway.Sending.Lanes;

/// <summary>How a send goes on after a call.</summary>
internal enum SendStep
{
    /// <summary>The provider took it: done.</summary>
    Done = 0,

    /// <summary>Once more after a pause, which the store keeps.</summary>
    Later = 1,

    /// <summary>Once more as soon as a number can take it: the pool knows when.</summary>
    Again = 2,

    /// <summary>It may have been taken: wait for the receipt.</summary>
    Unknown = 3,

    /// <summary>To the dead letters.</summary>
    Park = 4,

    /// <summary>Too late, or not allowed any more.</summary>
    Expire = 5,
}
