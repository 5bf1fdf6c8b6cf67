using System.Globalization;
using System.Runtime.InteropServices;

namespace Relevo.Resilience.Notifications.Channels;

/// <summary>What came of one HTTP call.</summary>
/// <param name="Status">The status; 0 when no whole answer came.</param>
/// <param name="Body">The beginning of the body.</param>
/// <param name="RetryAfter">What the server asks to wait.</param>
/// <param name="Trouble">Why there is no whole answer.</param>
/// <param name="IsLost">True when the call may have reached its end and only the answer is missing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HttpAnswer(int Status, string Body, TimeSpan? RetryAfter, string Trouble, bool IsLost = false)
{
    private const int RequestTimeout = 408;
    private const int TooEarly = 425;
    private const int TooMany = 429;
    private const int BadGateway = 502;
    private const int GatewayTimeout = 504;

    public static HttpAnswer Failed(string trouble, bool isLost) => new(0, "", null, trouble, isLost);

    /// <summary>
    /// What its status means; what a body says in the language of a channel is that channel's to know. A page for people is a proxy or a login in between, whatever its status says: nobody took anything. So is
    /// a redirect, which is not followed because it would carry secrets elsewhere.
    /// </summary>
    public ChannelOutcome Judge() => Status switch
    {
        0 => IsLost ? ChannelOutcome.Lost(Trouble) : ChannelOutcome.Again(Trouble),
        BadGateway or GatewayTimeout => ChannelOutcome.Again(Words(""), RetryAfter) with { MayBeThere = true },
        >= 200 and < 300 => IsPage(Body) ? ChannelOutcome.Again(Words(" with a web page"), RetryAfter) : ChannelOutcome.Taken,
        >= 300 and < 400 => ChannelOutcome.Again(Words(": it points elsewhere"), RetryAfter),
        RequestTimeout or TooEarly or TooMany or >= 500 => ChannelOutcome.Again(Words(""), RetryAfter),
        _ => ChannelOutcome.Refused(Words("")),
    };

    /// <summary>The status in words, and more.</summary>
    public string Words(string rest) => string.Create(CultureInfo.InvariantCulture, $"answered {Status}{rest}");

    private static bool IsPage(string body) =>
        body.AsSpan().TrimStart() is var text
        && (text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase));
}
