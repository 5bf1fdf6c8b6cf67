namespace Relevo.Sandbox.Script;

/// <summary>
/// What happens to some calls. Says which (the first group), and one or more of: how long the answer takes, what it is,
/// and which receipts follow. Of several rules that match a call, the first that says something about one of these three
/// holds for it.
/// </summary>
public sealed record SandboxRule
{
    /// <summary>Its name, by which it is replaced or removed; records name it. Default none.</summary>
    public string? Name { get; init; }

    /// <summary>Only calls to this provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Only calls to the number with this key.</summary>
    public string? Number { get; init; }

    /// <summary>Only messages to this recipient; with <c>*</c> at its end, to recipients that begin so.</summary>
    public string? Recipient { get; init; }

    /// <summary>
    /// Only this type of message (<c>text</c>, <c>image</c>, <c>template</c>, <c>buttons</c>, <c>list</c> …), or of other
    /// calls: <c>mark-read</c>, <c>health</c>, <c>media</c>. Without it every message, and none of the others.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>From the so-manieth call on that matches all but this. Default 1, the first.</summary>
    public long From { get; init; } = 1;

    /// <summary>To the so-manieth such call, itself included; null without end.</summary>
    public long? To { get; init; }

    /// <summary>Share of those calls, 0 to 1, drawn from the seed. Default all.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Only calls that arrive so long after the start, or later.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Only calls that arrive less than so long after the start. A ban by this rule ends then too.</summary>
    public TimeSpan? Until { get; init; }

    /// <summary>Time before the answer.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>With <see cref="Latency"/>: the time is drawn evenly between the two.</summary>
    public TimeSpan? LatencyTo { get; init; }

    /// <summary>Answers as without rules; for exceptions from a rule further down.</summary>
    public bool Accept { get; init; }

    /// <summary>Answers 429 as the provider does.</summary>
    public bool Throttle { get; init; }

    /// <summary>
    /// With any refusal: the header <c>Retry-After</c>. Sent as it is, so it can be absurd; <c>date:30</c> becomes an HTTP
    /// date 30 s ahead.
    /// </summary>
    public string? RetryAfter { get; init; }

    /// <summary>Meta: answers this error code with the status and body that Meta has for it.</summary>
    public int? MetaCode { get; init; }

    /// <summary>Bird and Bird v1: answers this HTTP status with the body that Bird has for it.</summary>
    public int? BirdStatus { get; init; }

    /// <summary>Bird v1: answers this error code (<c>E01003</c>, <c>E01004</c>, <c>E01005</c> …).</summary>
    public string? BirdCode { get; init; }

    /// <summary>Evolution: answers this error: <c>connection-closed</c>, <c>connection-closed-500</c>, <c>not-on-whatsapp</c>, <c>unauthorized</c>, <c>no-instance</c>, <c>meta-proxy</c>.</summary>
    public string? EvolutionError { get; init; }

    /// <summary>Answers this HTTP status, 200 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>With <see cref="Status"/>: the body. Default none.</summary>
    public string? Body { get; init; }

    /// <summary>With <see cref="Body"/>: its media type. Default <c>application/json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Fails to answer.</summary>
    public SandboxFault? Fault { get; init; }

    /// <summary>With <see cref="Fault"/> or <see cref="Status"/>: whether the message is taken all the same; null for what the fault says.</summary>
    public bool? Accepts { get; init; }

    /// <summary>Bans the number from the first such call on: it refuses everything until <see cref="Until"/> or until it is lifted.</summary>
    public bool Ban { get; init; }

    /// <summary>Receipts of the messages that are taken.</summary>
    public SandboxReceipts? Receipts { get; init; }

    /// <summary>Whether it decides what the answer is.</summary>
    internal bool HasAnswer => Accept || Throttle || Ban || MetaCode is not null || BirdStatus is not null || BirdCode is not null
        || EvolutionError is not null || Status is not null || Fault is not null;
}
