using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Relevo.Providers.Sending;
using Relevo.Providers.Transport;

namespace Relevo.Providers.Media;

/// <summary>Makes the calls of <see cref="MediaClient"/>.</summary>
internal sealed class MediaFetcher : IDisposable
{
    private const int MaxAddress = 8 * 1024; // Signed addresses of storages are long.
    private const int MaxAnswerBytes = 64 * 1024;
    private const string Agent = "Relevo/1"; // Meta answers media without one with an error page.
    private const string AnyType = "application/octet-stream";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly MediaClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Two pools: a connection to the operator's own server, which may stand inside, must never be found by a stranger's
    // address.
    private readonly HttpMessageInvoker _own;
    private readonly HttpMessageInvoker _guarded;

    internal MediaFetcher(MediaClientOptions options, TimeProvider time, ILogger logger, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _options = options;
        _time = time;
        _logger = logger;
        var connect = TimeSpan.FromSeconds(options.ConnectSeconds);
        _own = new HttpMessageInvoker(OutboundHandler.Create(connect, Lifetime, options.MaxConnectionsPerHost, OutboundHandler.OpenAsync));
        _guarded = new HttpMessageInvoker(OutboundHandler.Create(connect, Lifetime, options.MaxConnectionsPerHost, new GuardedConnect(resolve).OpenAsync));
    }

    /// <summary>Gets the media from an address that a stranger wrote.</summary>
    internal async Task<MediaOutcome> FetchAsync(MediaSource source, string address, AuthenticationHeaderValue? credential, CancellationToken cancellation)
    {
        var baseUrl = source.Account.BaseUrl;
        if (WebAddress.Problem(address, MaxAddress, out var url) is { } problem)
        {
            return MediaOutcome.Failed(MediaProblem.RefusedAddress, problem);
        }

        if (!OwnHosts.IsBase(url!, baseUrl) && url!.Port is not (80 or 443))
        {
            return MediaOutcome.Failed(MediaProblem.RefusedAddress, "The address names a port that is not the web's.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        if (OwnHosts.IsTrusted(source.Provider, url!, baseUrl))
        {
            request.Headers.Authorization = credential;
        }

        var deadline = new MediaDeadline(_options, _time);
        deadline.Wait();
        var (response, failure) = await SendAsync(OwnHosts.IsBase(url!, baseUrl) ? _own : _guarded, request, source, deadline, cancellation);
        return response is null
            ? failure!
            : await OpenAsync(source, response, deadline, cancellation);
    }

    /// <summary>Asks a provider's API something small.</summary>
    internal async Task<Exchange> AskAsync(MediaSource source, ProviderCall call, CancellationToken cancellation)
    {
        using var deadline = new MediaDeadline(_options, _time);
        deadline.Wait();
        using var request = Request(call, content: null);
        var (response, _) = await SendAsync(_own, request, source, deadline, cancellation);
        if (response is null)
        {
            return Exchange.Failed(TransportTrouble.Connect);
        }

        using (response)
        {
            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
                deadline.Wait();
                return await BodyReader.ReadAsync(response.Content, MaxAnswerBytes, either.Token) is { } body
                    ? new Exchange((int)response.StatusCode, body, null)
                    : Exchange.Failed(TransportTrouble.Unreadable);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                return Exchange.Failed(TransportTrouble.Of(error));
            }
        }
    }

    /// <summary>Makes a call that is answered with the media in a field of JSON. Making it may take its time, sending it may not.</summary>
    internal async Task<MediaOutcome> DecodeAsync(MediaSource source, ProviderCall call, CancellationToken cancellation)
    {
        using var content = new CallContent(call.Body, null);
        using var request = Request(call, content);
        var deadline = new MediaDeadline(_options, _time);
        var (response, failure) = await SendAsync(_own, request, source, deadline, cancellation);
        if (response is null)
        {
            return failure!;
        }

        var answer = await OpenAsync(source, response, deadline, cancellation, isText: true);
        if (answer.Problem != MediaProblem.None)
        {
            return answer;
        }

        try
        {
            if (await MediaField.FindAsync(answer.Content!, cancellation) is { } field)
            {
                return MediaOutcome.Opened(
                    new Base64FieldStream(answer.Content!, field.Begun, _options.MaxBytes), ContentType(field.MimeType, source.MimeType), length: null, source.FileName);
            }
        }
        catch (IOException)
        {
            Log.MediaFailed(_logger, source.Account.Name, call.Url.Host, TransportTrouble.Reset);
        }
        catch
        {
            await answer.DisposeAsync();
            throw;
        }

        await answer.DisposeAsync();
        return MediaOutcome.Failed(MediaProblem.Unavailable, "The provider did not answer with the media.");
    }

    /// <summary>The first of the two that is well-formed.</summary>
    internal static string ContentType(string? answered, string? stated) =>
        MediaTypeHeaderValue.TryParse(answered, out var type) || MediaTypeHeaderValue.TryParse(stated, out type) ? type.ToString() : AnyType;

    public void Dispose()
    {
        _own.Dispose();
        _guarded.Dispose();
    }

    private static HttpRequestMessage Request(ProviderCall call, HttpContent? content)
    {
        var request = new HttpRequestMessage(call.Method, call.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    // The deadline is the caller's again when there is an answer; otherwise it is done with.
    private async Task<(HttpResponseMessage? Response, MediaOutcome? Failure)> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage request, MediaSource source, MediaDeadline deadline, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            var response = await http.SendAsync(request, either.Token);
            deadline.Rest();
            return (response, null);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            deadline.Dispose();
            if (RefusedAddressException.IsBehind(error))
            {
                Log.MediaRefused(_logger, source.Account.Name);
                return (null, MediaOutcome.Failed(MediaProblem.RefusedAddress, "The address is inside of a private network."));
            }

            Log.MediaFailed(_logger, source.Account.Name, request.RequestUri!.Host, TransportTrouble.Reason(error));
            return (null, MediaOutcome.Failed(MediaProblem.Unavailable, "The provider did not answer in time."));
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    private async Task<MediaOutcome> OpenAsync(
        MediaSource source, HttpResponseMessage response, MediaDeadline deadline, CancellationToken cancellation, bool isText = false)
    {
        var length = response.Content.Headers.ContentLength;
        var maxBytes = isText ? (_options.MaxBytes / 3 * 4) + MaxAnswerBytes : _options.MaxBytes; // three bytes are four characters
        if (Problem(response, length > maxBytes) is { } problem)
        {
            response.Dispose();
            deadline.Dispose();
            return problem;
        }

        var stream = new AnswerStream(response, await response.Content.ReadAsStreamAsync(cancellation), deadline, maxBytes);
        return MediaOutcome.Opened(stream, ContentType(response.Content.Headers.ContentType?.ToString(), source.MimeType), length, source.FileName);
    }

    private static MediaOutcome? Problem(HttpResponseMessage response, bool isTooLarge) => (int)response.StatusCode switch
    {
        401 or 403 => MediaOutcome.Failed(MediaProblem.Unauthorized, "The provider refuses the number's credential, or its address has expired."),
        404 or 410 => MediaOutcome.Failed(MediaProblem.NotFound, "The provider does not have the media."),
        >= 300 and < 400 => MediaOutcome.Failed(MediaProblem.Unavailable, "The address leads to another one, which is not followed."),
        not (200 or 201) => MediaOutcome.Failed(MediaProblem.Unavailable, "The provider did not answer with the media."),
        _ when isTooLarge => MediaOutcome.Failed(MediaProblem.TooLarge, "The media is larger than allowed."),
        _ when response.Content.Headers.ContentEncoding.Count > 0 => MediaOutcome.Failed(MediaProblem.Unavailable, "The provider sent the media packed, which was not asked for."),
        _ => null,
    };
}
