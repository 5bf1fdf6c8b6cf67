namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>What load the provider makes.</summary>
internal sealed record MetaSenderOptions
{
    /// <summary>Events per second, on a schedule that waits for nobody.</summary>
    public double Rate { get; init; } = 300;

    public int Conversations { get; init; } = 100;

    /// <summary>Sends again what was not answered 200, as Meta does.</summary>
    public bool Resend { get; init; } = true;

    /// <summary>Time for one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause before sending again; doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMilliseconds(800);

    public int Connections { get; init; } = 64;

    /// <summary>First conversation number, so that several senders do not meet.</summary>
    public int FirstConversation { get; init; }
}
