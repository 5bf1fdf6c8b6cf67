namespace Relevo.Providers.Media;

/// <summary>The media of a message, or why there is none. Dispose it to close the connection behind it.</summary>
public sealed class MediaOutcome : IAsyncDisposable
{
    private MediaOutcome()
    {
    }

    /// <summary>Why there is no media; <see cref="MediaProblem.None"/> when there is.</summary>
    public MediaProblem Problem { get; private init; }

    /// <summary>The problem in a sentence that names no address; null when there is none.</summary>
    public string? Reason { get; private init; }

    /// <summary>
    /// The bytes, to be read asynchronously and once. Reading throws an <see cref="IOException"/> when the provider
    /// breaks off, is too slow, or sends more than allowed: what was read is then not the media.
    /// </summary>
    public Stream? Content { get; private init; }

    /// <summary>Media type, well-formed; <c>application/octet-stream</c> when nobody says better. Stated by who sent it: never trust it.</summary>
    public string? ContentType { get; private init; }

    /// <summary>Length in bytes, when known beforehand.</summary>
    public long? Length { get; private init; }

    /// <summary>Name of a document, as the sender gave it: it may hold any character.</summary>
    public string? FileName { get; private init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static MediaOutcome Opened(Stream content, string contentType, long? length, string? fileName) =>
        new() { Content = content, ContentType = contentType, Length = length, FileName = fileName };

    internal static MediaOutcome Failed(MediaProblem problem, string reason) => new() { Problem = problem, Reason = reason };
}
