using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relevo.Sandbox.Json;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox.Calls;

/// <summary>Takes every call: finds whose it is, reads it, has it judged and answered.</summary>
internal sealed class CallHandler(CallRouter router, CallJudge judge, CallPlayer player, SandboxScript script, SandboxMedia media, Func<Uri> url)
{
    private const int MostBytes = 5_000_000; // Meta's answers to senders name no bound; no message needs more.
    private static readonly Answer Unknown = new(StatusCodes.Status404NotFound, """{"error":"The sandbox knows no such path."}""");
    private static readonly Answer TooLarge = new(StatusCodes.Status413PayloadTooLarge, """{"error":"The body is too large."}""");

    /// <summary>Answers one call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="stopping">Cancelled when the sandbox ends.</param>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var stop = either.Token;
        try
        {
            var route = router.Find(context.Request);
            if (route.Kind is not (CallKind.Send or CallKind.MarkRead))
            {
                await LookAsync(context, route, stop);
                return;
            }

            if (script.BreaksEarly(route.Face!.Name, route.Number?.Number.Key ?? route.Name))
            {
                context.Abort();
                return;
            }

            await SendAsync(context, route, stop);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
        {
            context.Abort(); // The caller is gone, or the sandbox ends.
        }
    }

    private async Task SendAsync(HttpContext context, CallRoute route, CancellationToken stop)
    {
        var body = context.Request.BodyReader;
        if (await ReadAsync(body, stop) is not { } whole)
        {
            await player.WriteAsync(context, TooLarge, retryAfter: null, stop);
            return;
        }

        var verdict = judge.Judge(route, whole, context.Request.Headers);
        body.AdvanceTo(whole.End);
        await player.PlayAsync(context, verdict, stop);
    }

    private async Task LookAsync(HttpContext context, CallRoute route, CancellationToken stop)
    {
        if (route.Face is not { } face || route.Kind == CallKind.None)
        {
            await player.WriteAsync(context, Unknown, retryAfter: null, stop);
            return;
        }

        // Media ids are nobody's: the token says which number asks.
        var number = route.Number ?? router.All.FirstOrDefault(known => known.Face == face && IsAuthorised(known, context));
        var facts = new CallFacts(face.Name, number?.Number.Key ?? route.Name, Recipient: null, route.Kind == CallKind.Health ? "health" : "media", IsMessage: false, script.Elapsed);
        var verdict = judge.Look(script.Judge(facts), face, number);
        var usual = await UsualAsync(context, route, face, number, stop);
        await player.PlayAsync(context, verdict with { Answer = verdict.Answer ?? usual }, stop);
    }

    private async Task<Answer> UsualAsync(HttpContext context, CallRoute route, ProviderFace face, NumberState? number, CancellationToken stop)
    {
        if (number is null)
        {
            var isForeign = route.Kind != CallKind.Health && router.All.Any(known => known.Face == face);
            return isForeign ? face.Unauthorised() : face.NoNumber(route.Name);
        }

        if (!IsAuthorised(number, context))
        {
            return face.Unauthorised();
        }

        if (route.Kind == CallKind.Health)
        {
            return face.Health(number.Number, script.IsBanned(number.Number.Key));
        }

        var medium = route.Kind == CallKind.MediaOfMessage ? media.OfMessage(await MessageIdAsync(context, stop) ?? "") : media.Find(route.Name);
        return medium is null ? face.NoNumber(route.Name)
            : route.Kind == CallKind.MediaBytes ? new Answer(StatusCodes.Status200OK, "", ErrorCode: null, medium.MimeType) { Content = medium.Bytes }
            : face.Describe(medium, MediaUrl(face, medium.Id)) ?? Unknown;
    }

    internal string MediaUrl(ProviderFace face, string id) => new Uri(url(), $"media/{face.Name}/{Uri.EscapeDataString(id)}").AbsoluteUri;

    private static bool IsAuthorised(NumberState number, HttpContext context) =>
        number.Number.ApiToken is not { } token || number.Face.IsAuthorised(context.Request.Headers, token);

    // {"message":{"key":{"id":…}}}
    private static async Task<string?> MessageIdAsync(HttpContext context, CancellationToken stop)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, stop);
            return body.RootElement.GetProperty("message").GetProperty("key").GetProperty("id").GetString();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<ReadOnlySequence<byte>?> ReadAsync(PipeReader body, CancellationToken stop)
    {
        while (true)
        {
            var read = await body.ReadAsync(stop);
            if (read.Buffer.Length > MostBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
