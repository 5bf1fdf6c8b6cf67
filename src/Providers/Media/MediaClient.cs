using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Relevo.Providers.Answers;
using Relevo.Providers.Meta;
using Relevo.Providers.Reading;
using Relevo.Providers.Sending;
using Relevo.Providers.Transport;

namespace Relevo.Providers.Media;

/// <summary>
/// Fetches the media of inbound messages. Addresses come from strangers: only the open internet is called, judged at the
/// moment of connecting, and the server that the operator configured. Credentials go to the provider's own hosts only,
/// redirects are not followed, and what comes is bounded in length and time. Safe from any thread.
/// </summary>
public sealed class MediaClient : IDisposable
{
    private readonly MediaFetcher _fetcher;
    private readonly long _maxBytes;

    /// <summary>A client with a pool of connections of its own.</summary>
    /// <param name="options">Bounds, checked by who made them.</param>
    /// <param name="time">Measures them.</param>
    /// <param name="logger">Told which host failed, never the address.</param>
    public MediaClient(MediaClientOptions options, TimeProvider time, ILogger<MediaClient> logger)
        : this(options, time, logger, Dns.GetHostAddressesAsync)
    {
    }

    internal MediaClient(MediaClientOptions options, TimeProvider time, ILogger<MediaClient> logger, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _fetcher = new MediaFetcher(options, time, logger, resolve);
        _maxBytes = options.MaxBytes;
    }

    /// <summary>Opens the media of a message, where it has any.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; nothing else throws.</exception>
    public Task<MediaOutcome> OpenAsync(MediaSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Provider switch
        {
            ProviderNames.Meta => MetaAsync(source, cancellation),
            ProviderNames.Evolution => EvolutionAsync(source, cancellation),
            _ => string.IsNullOrEmpty(source.MediaUrl)
                ? Task.FromResult(None())
                : _fetcher.FetchAsync(source, source.MediaUrl, Credential(source), cancellation),
        };
    }

    /// <summary>Closes the connections; media that is still being read breaks off.</summary>
    public void Dispose() => _fetcher.Dispose();

    private static MediaOutcome None() => MediaOutcome.Failed(MediaProblem.NoMedia, "The message has no media that can be fetched.");

    private static AuthenticationHeaderValue? Credential(MediaSource source) => source switch
    {
        { Account.ApiToken: null or "" } => null,
        _ when !Endpoint.IsHeaderValue(source.Account.ApiToken) => null,
        { Provider: ProviderNames.Bird or ProviderNames.MessageBird } => new AuthenticationHeaderValue("AccessKey", source.Account.ApiToken),
        { Provider: ProviderNames.Evolution } => null, // Its token is a header of another name, and opens no storage.
        _ => new AuthenticationHeaderValue("Bearer", source.Account.ApiToken),
    };

    /// <summary>Meta gives an address for the id, which lives some minutes and needs the same credential.</summary>
    private async Task<MediaOutcome> MetaAsync(MediaSource source, CancellationToken cancellation)
    {
        var protocol = SendProtocols.Find(ProviderNames.Meta)!;
        if (!Endpoint.IsSegment(source.MediaId))
        {
            return None();
        }

        if (protocol.AccountProblem(source.Account) is not null)
        {
            return MediaOutcome.Failed(MediaProblem.Unauthorized, "The number has no credential to fetch media with.");
        }

        var answer = await _fetcher.AskAsync(source, MetaSendProtocol.Media(source.Account, source.MediaId!), cancellation);
        if (answer.Trouble is not null)
        {
            return MediaOutcome.Failed(MediaProblem.Unavailable, "The provider did not say where the media is.");
        }

        using var document = BodyParser.TryParse(answer.Body);
        var odd = false;
        if (document is not null && HttpStatus.IsSuccess(answer.Status!.Value) && Field.Text(document.RootElement, "url"u8, ref odd) is { } url)
        {
            var typed = source with { MimeType = Field.Text(document.RootElement, "mime_type"u8, ref odd) ?? source.MimeType };
            return await _fetcher.FetchAsync(typed, url, Credential(source), cancellation);
        }

        return Refused(answer);
    }

    private static MediaOutcome Refused(Exchange answer)
    {
        var verdict = MetaErrors.Judge(new SendAnswer(answer.Status, answer.Body));
        return verdict.Class switch
        {
            Contracts.Outcomes.FailureClass.AuthBroken => MediaOutcome.Failed(MediaProblem.Unauthorized, "The provider refuses the number's credential."),
            Contracts.Outcomes.FailureClass.FailPermanent => MediaOutcome.Failed(MediaProblem.NotFound, "The provider does not have the media."),
            _ => MediaOutcome.Failed(MediaProblem.Unavailable, "The provider did not say where the media is."),
        };
    }

    /// <summary>The message carries the media, or Evolution's storage has it, or Evolution fetches it from WhatsApp once more.</summary>
    private async Task<MediaOutcome> EvolutionAsync(MediaSource source, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(source.Base64))
        {
            return Inline(source, source.Base64);
        }

        var stored = None();
        if (!string.IsNullOrEmpty(source.MediaUrl))
        {
            stored = await _fetcher.FetchAsync(source, source.MediaUrl, credential: null, cancellation);
            if (stored.Problem is MediaProblem.None or MediaProblem.TooLarge)
            {
                return stored;
            }
        }

        return MessageKey.IsValid(source.ProviderMessageId) && SendProtocols.Find(ProviderNames.Evolution)!.AccountProblem(source.Account) is null
            ? await _fetcher.DecodeAsync(source, Evolution.EvolutionSendProtocol.Media(source.Account, source.ProviderMessageId!), cancellation)
            : stored;
    }

    private MediaOutcome Inline(MediaSource source, string base64)
    {
        if (base64.Length / 4 * 3L > _maxBytes + 2)
        {
            return MediaOutcome.Failed(MediaProblem.TooLarge, "The media is larger than allowed.");
        }

        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? MediaOutcome.Opened(new MemoryStream(bytes, 0, length, writable: false), MediaFetcher.ContentType(null, source.MimeType), length, source.FileName)
            : MediaOutcome.Failed(MediaProblem.NoMedia, "The message carries media that cannot be decoded.");
    }
}
