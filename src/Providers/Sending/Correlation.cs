namespace Relevo.Providers.Sending;

/// <summary>
/// Our id in the books of providers. We hand it over as <c>gw:id</c>; platform v1, where it has a field of its own name,
/// gives it back without the mark, which <see cref="MessageId"/> evens out.
/// </summary>
public static class Correlation
{
    private const string Mark = "gw:";

    /// <summary>What a send of this message is marked with.</summary>
    public static string Of(string messageId) => Mark + messageId;

    /// <summary>Our message id in what a receipt carries; whether it is one of ours only the store knows.</summary>
    public static string? MessageId(string? correlationId) =>
        correlationId?.StartsWith(Mark, StringComparison.Ordinal) == true ? correlationId[Mark.Length..] : correlationId;
}
