namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>What the application does with one delivery.</summary>
internal sealed record Answer
{
    public static readonly Answer Ok = new();

    public int Status { get; init; } = 200;

    /// <summary>Value of the header <c>Retry-After</c>.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>JSON of the answer.</summary>
    public string? Body { get; init; }

    /// <summary>The answer waits for this.</summary>
    public Task? After { get; init; }

    /// <summary>The connection is broken instead of answered.</summary>
    public bool Reset { get; init; }

    public static Answer Of(int status, string? retryAfter = null) => new() { Status = status, RetryAfter = retryAfter };

    /// <summary>Never answers, until <paramref name="end"/>.</summary>
    public static Answer Hang(Task end) => new() { After = end, Status = 503 };
}
