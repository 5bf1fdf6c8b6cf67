namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>What a wire does to those who speak over it. By default nothing.</summary>
internal sealed record TcpProxyOptions
{
    /// <summary>How long a chunk is under way, in either direction.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much longer or shorter that may be, drawn evenly for each chunk. At most the delay.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>One connection of so many stands still once, in the middle of a chunk; 0 for none.</summary>
    public int StallEvery { get; init; }

    /// <summary>How long it stands still.</summary>
    public TimeSpan Stall { get; init; }

    /// <summary>Where all draws begin: the same connections in the same order meet the same fate.</summary>
    public int Seed { get; init; } = 1;
}
