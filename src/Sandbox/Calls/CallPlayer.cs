using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relevo.Sandbox.BirdV1;
using Relevo.Sandbox.Json;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Calls;

/// <summary>Gives the answer that was decided: in time, or late, or not as an answer should be. Then lets the receipts begin.</summary>
internal sealed class CallPlayer(SandboxWebhooks webhooks, IdempotencyKeys keys, TimeProvider time)
{
    private const string Date = "date:";
    private static readonly TimeSpan DripPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndlessPause = TimeSpan.FromMilliseconds(10);
    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', 4_096)];

    /// <summary>Answers a call. Receipts follow whether or not the caller is still there.</summary>
    public async Task PlayAsync(HttpContext context, Verdict verdict, CancellationToken stop)
    {
        var begun = verdict.Receipts is { IsBeforeAnswer: true };
        try
        {
            if (verdict.Latency > TimeSpan.Zero)
            {
                await Task.Delay(verdict.Latency, time, stop);
            }

            if (begun)
            {
                await webhooks.Begin(verdict.Number!, verdict.Send!, verdict.Receipts!).FirstDone.WaitAsync(stop);
            }

            await AnswerAsync(context, verdict, stop);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            context.Abort(); // The caller gave up, or the sandbox ends.
        }
        finally
        {
            keys.End(verdict.Key);
            if (!begun && verdict.Receipts is { } receipts)
            {
                webhooks.Begin(verdict.Number!, verdict.Send!, receipts);
            }
        }
    }

    /// <summary>Answers with what is known as a whole.</summary>
    public async Task WriteAsync(HttpContext context, Answer answer, string? retryAfter, CancellationToken stop)
    {
        Head(context.Response, answer.Status, answer.ContentType, retryAfter);
        var body = answer.Bytes;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, stop);
    }

    private Task AnswerAsync(HttpContext context, in Verdict verdict, CancellationToken stop)
    {
        switch (verdict.Fault)
        {
            case SandboxFault.Hang:
                return Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
            case SandboxFault.ResetAfterReading or SandboxFault.ResetAfterAccepting:
                context.Abort();
                return Task.CompletedTask;
            case null or SandboxFault.Html when verdict.Answer is { } answer:
                return WriteAsync(context, answer, verdict.RetryAfter, stop);
            case null:
                return AcceptAsync(context, verdict, stop);
            default:
                return DamageAsync(context, verdict, Bytes(verdict), stop);
        }
    }

    // Copied into the response before anything is awaited: the buffer is the thread's.
    private static async Task AcceptAsync(HttpContext context, Verdict verdict, CancellationToken stop)
    {
        Copy(context.Response, verdict);
        await context.Response.BodyWriter.FlushAsync(stop);
    }

    private static void Copy(HttpResponse response, in Verdict verdict)
    {
        var scratch = JsonScratch.Begin(out var json);
        verdict.Number!.Face.WriteAccepted(json, verdict.Number.Number, verdict.Send!);
        var body = scratch.Written;
        response.StatusCode = verdict.Number.Face.AcceptedStatus;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        body.CopyTo(response.BodyWriter.GetSpan(body.Length));
        response.BodyWriter.Advance(body.Length);
    }

    private async Task DamageAsync(HttpContext context, Verdict verdict, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        var response = context.Response;
        Head(response, verdict.AnsweredStatus, verdict.Answer?.ContentType ?? "application/json", verdict.RetryAfter);
        switch (verdict.Fault)
        {
            case SandboxFault.TruncatedJson:
                response.ContentLength = body.Length / 2;
                await response.Body.WriteAsync(body[..(body.Length / 2)], stop);
                break;
            case SandboxFault.WrongLength:
                response.ContentLength = body.Length * 2;
                await response.Body.WriteAsync(body, stop);
                await response.Body.FlushAsync(stop);
                context.Abort();
                break;
            case SandboxFault.Drip:
                response.ContentLength = body.Length;
                await DripAsync(response, body, stop);
                break;
            default:
                await GoOnAsync(response, body, stop);
                break;
        }
    }

    private async Task DripAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        for (var i = 0; i < body.Length; i++)
        {
            await response.Body.WriteAsync(body.Slice(i, 1), stop);
            await response.Body.FlushAsync(stop);
            await Task.Delay(DripPause, time, stop);
        }
    }

    // The answer without its last brace, then blanks for ever: JSON that is never complete and never wrong.
    private async Task GoOnAsync(HttpResponse response, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        await response.Body.WriteAsync(body[..Math.Max(0, body.Length - 1)], stop);
        while (true)
        {
            await response.Body.WriteAsync(Blanks, stop);
            await response.Body.FlushAsync(stop);
            await Task.Delay(EndlessPause, time, stop);
        }
    }

    private static ReadOnlyMemory<byte> Bytes(in Verdict verdict)
    {
        if (verdict.Answer is { } answer)
        {
            return answer.Bytes;
        }

        var scratch = JsonScratch.Begin(out var json);
        verdict.Number!.Face.WriteAccepted(json, verdict.Number.Number, verdict.Send!);
        return scratch.Written.ToArray();
    }

    private void Head(HttpResponse response, int status, string contentType, string? retryAfter)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        if (retryAfter is not null)
        {
            response.Headers.RetryAfter = retryAfter.StartsWith(Date, StringComparison.Ordinal) && double.TryParse(retryAfter.AsSpan(Date.Length), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
                ? time.GetUtcNow().AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)
                : retryAfter;
        }
    }
}
