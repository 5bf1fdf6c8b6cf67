namespace Relevo.LoadBalancer.Limits;

/// <summary>How fast one number may send, after provider, profile and settings were weighed.</summary>
/// <param name="Profile">Name of the profile it follows.</param>
/// <param name="MessagesPerSecond">Sustained rate as the provider counts it; 0 when the number cannot send.</param>
/// <param name="Burst">Messages that may leave at once.</param>
public sealed record NumberLimits(string Profile, double MessagesPerSecond, int Burst)
{
    /// <summary>A number of Meta's Cloud API, also behind Bird: 80/s allowed, a tenth kept back.</summary>
    public const string CloudApi = "cloud-api";

    /// <summary>A Cloud API number that also lives in the WhatsApp Business app: 20/s, fixed by Meta.</summary>
    public const string Coexistence = "coexistence";

    /// <summary>A number on an unofficial client: as slow as a person.</summary>
    public const string Evolution = "evolution";

    /// <summary>As fast as the settings say.</summary>
    public const string Fixed = "fixed";

    /// <summary>A number that only receives.</summary>
    public const string ReceiveOnly = "receive-only";

    // How much closer two calls may arrive at the provider than they began: queues of threads and sockets, not the network's length.
    private const double ArrivalSpreadSeconds = 0.075;

    private const double BurstSeconds = 1.0 / 9; // cloud-api: 8 at once of 72 a second.

    /// <summary>Calls that may begin within <see cref="Window"/>: as many as the provider takes in a second, and at least one.</summary>
    public int MostInWindow => Math.Max(1, (int)Math.Floor(MessagesPerSecond + Burst));

    /// <summary>
    /// A second and what arrivals may move against each other, so that the provider's own second, wherever it begins, holds
    /// no more than it takes. Longer only as far as it costs nothing of the sustained rate and leaves late timers half a message.
    /// </summary>
    public TimeSpan Window => TimeSpan.FromSeconds(1 + (MessagesPerSecond > 0 ? Math.Clamp((MostInWindow - 0.5 - MessagesPerSecond) / MessagesPerSecond, 0, ArrivalSpreadSeconds) : 0));

    /// <summary>
    /// What a bucket may hold beyond its burst while somebody waits, so that a timer that comes late takes nothing of the
    /// rate: less than one message, and so little that whole messages in <see cref="Window"/> stay within rate + burst.
    /// </summary>
    public double LateTimerAllowance => Math.Max(0, MostInWindow + 1 - (MessagesPerSecond * Window.TotalSeconds) - Burst - 1e-6);

    /// <summary>Names that settings may give as a number's profile.</summary>
    public static IReadOnlyList<string> Profiles { get; } = [CloudApi, Coexistence, Evolution, Fixed];

    /// <summary>The profile of a provider's numbers when settings name none.</summary>
    public static string ProfileOf(string provider) => provider switch
    {
        "messagebird" => ReceiveOnly,
        "evolution" => Evolution,
        _ => CloudApi,
    };

    /// <summary>Weighs a number's settings; what is null follows the profile, and a rate of one's own makes it <see cref="Fixed"/>.</summary>
    public static NumberLimits Resolve(string provider, string? profile, double? messagesPerSecond, int? burst)
    {
        var named = profile ?? ProfileOf(provider);
        if (ProfileOf(provider) == ReceiveOnly)
        {
            return new NumberLimits(ReceiveOnly, 0, 0);
        }

        var usual = Usual(named);
        var rate = messagesPerSecond ?? usual.MessagesPerSecond;
        var own = rate.Equals(usual.MessagesPerSecond) ? usual : new NumberLimits(Fixed, rate, BurstOf(rate));
        return own with { Burst = burst ?? own.Burst };
    }

    private static NumberLimits Usual(string profile) => profile switch
    {
        Coexistence => new NumberLimits(Coexistence, 20, BurstOf(20)),
        Evolution => new NumberLimits(Evolution, 1, 1),
        Fixed => new NumberLimits(Fixed, 1, 1), // The slowest: settings are expected to say more.
        _ => new NumberLimits(CloudApi, 72, 8),
    };

    private static int BurstOf(double rate) => Math.Max(1, (int)(rate * BurstSeconds));
}
