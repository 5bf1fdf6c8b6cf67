using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Relevo.Sandbox.BirdV1;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Calls;

/// <summary>Decides what becomes of a send as soon as it has arrived, and records it. The answer is given later.</summary>
internal sealed class CallJudge(SandboxOptions options, SandboxScript script, SandboxRecords records, SandboxWebhooks webhooks, CallRouter router, IdSource ids, IdempotencyKeys keys, TimeProvider time, ILogger logger)
{
    /// <summary>Judges a send.</summary>
    public Verdict Judge(in CallRoute route, in ReadOnlySequence<byte> body, IHeaderDictionary headers)
    {
        var (timestamp, utc) = (time.GetTimestamp(), time.GetUtcNow());
        var face = route.Face!;
        var call = default(SendCall);
        try
        {
            var reader = new Utf8JsonReader(body);
            face.Read(ref reader, route.Kind == CallKind.MarkRead ? SendCall.MarkRead : route.Name, ref call);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            call.Problem = face.Malformed(); // InvalidOperationException: text that is no UTF-8
        }

        if (route.Kind == CallKind.MarkRead)
        {
            call.Type = SendCall.MarkRead;
            call.Text ??= route.Name;
        }

        var number = route.Number ?? (call.From is { } from ? router.FindBirdV1(from) : null);
        var key = number?.Number.Key ?? call.From ?? route.Name;
        var recipient = call.Recipient;
        var verdict = number is null
            ? Refuse(call.Problem ?? face.NoNumber(key))
            : Decide(number, call, recipient, headers, body, timestamp);
        return verdict with { Send = Record(verdict, face, key, call, recipient, body, timestamp, utc) };
    }

    private Verdict Decide(NumberState number, in SendCall call, string recipient, IHeaderDictionary headers, in ReadOnlySequence<byte> body, long timestamp)
    {
        var face = number.Face;
        if (number.Number.ApiToken is { } token && !face.IsAuthorised(headers, token))
        {
            return Refuse(face.Unauthorised()) with { Number = number };
        }

        if (face.Precondition(headers) is { } refused)
        {
            return Refuse(refused) with { Number = number };
        }

        var isMessage = call.Type != SendCall.MarkRead;
        var decision = script.Judge(new CallFacts(face.Name, number.Number.Key, recipient, call.Type, isMessage, script.Elapsed));
        var verdict = script.BanOf(number.Number.Key) is { } ban
            ? Refuse(face.Banned(number.Number, ban)) with { Rule = ban }
            : decision.Answer is { Accept: false } rule ? ByRule(rule, number, recipient, call.Problem) : Usual(call.Problem);
        verdict = verdict with { Number = number, Latency = decision.Latency };
        if (!verdict.IsAccepted || !isMessage)
        {
            return verdict;
        }

        verdict = WithKey(verdict, face, headers, body);
        verdict = verdict.IsAccepted && verdict.Replay is null ? WithLimits(verdict, number, recipient, timestamp) : verdict;
        return verdict.IsAccepted && verdict.Replay is null && number.HasWebhooks
            ? verdict with { Receipts = decision.Receipts ?? options.Receipts }
            : verdict;
    }

    /// <summary>What a rule makes of a call that sends nothing.</summary>
    public Verdict Look(in Decision decision, ProviderFace face, NumberState? number)
    {
        var made = decision.Answer is { Accept: false, Ban: false } rule && number is not null
            ? ByRule(rule, number, recipient: "", problem: null)
            : default;
        return made with { IsAccepted = false, Latency = decision.Latency };
    }

    private Verdict ByRule(SandboxRule rule, NumberState number, string recipient, Answer? problem)
    {
        var face = number.Face;
        if (rule.Ban)
        {
            Ban(rule, number);
            return Refuse(face.Banned(number.Number, rule)) with { Rule = rule };
        }

        var answer = rule switch
        {
            { Throttle: true } => face.Throttled(),
            { Status: { } status } => new Answer(status, rule.Body ?? "", status >= 400 ? status.ToString(CultureInfo.InvariantCulture) : null, rule.ContentType ?? "application/json"),
            { Fault: SandboxFault.Html } => new Answer(StatusCodes.Status200OK, "<html><body>Please try again later.</body></html>", ErrorCode: null, "text/html"),
            _ => face.Refusal(rule, number.Number, recipient),
        };
        var accepts = rule.Accepts ?? rule.Fault is SandboxFault.Drip or SandboxFault.ResetAfterAccepting or SandboxFault.TruncatedJson or SandboxFault.WrongLength or SandboxFault.Endless;
        if (answer is null && rule.Fault is null)
        {
            return Usual(problem); // The answer of another provider: the rule has nothing to say about this one.
        }

        return new Verdict { IsAccepted = accepts && problem is null, Answer = answer ?? problem, Fault = rule.Fault, Rule = rule, RetryAfter = rule.RetryAfter };
    }

    private void Ban(SandboxRule rule, NumberState number)
    {
        if (!script.Ban(number.Number.Key, rule))
        {
            return;
        }

        SandboxLog.Banned(logger, number.Number.Provider, number.Number.Key);
        var scratch = Json.JsonScratch.Begin(out var json);
        if (number.HasWebhooks && number.Face.TryWriteBan(json, number.Number, time.GetUtcNow()))
        {
            webhooks.Begin(number, scratch.Written.ToArray());
        }
    }

    private static Verdict WithLimits(in Verdict verdict, NumberState number, string recipient, long timestamp)
    {
        // What is refused for its recipient has passed the number, and counts there.
        var refusal = !number.TakeSecond(timestamp) ? number.Face.Throttled()
            : !number.TakePair(recipient, timestamp) ? number.Face.PairThrottled()
            : null;
        return refusal is null ? verdict : Refuse(refusal) with { Number = number, Latency = verdict.Latency, IsViolation = true, Key = verdict.Key };
    }

    private Verdict WithKey(in Verdict verdict, ProviderFace face, IHeaderDictionary headers, in ReadOnlySequence<byte> body)
    {
        if (face.IdempotencyKey(headers) is not { } key)
        {
            return verdict;
        }

        var entry = keys.Begin(key, body, out var refusal);
        return refusal is not null
            ? Refuse(refusal) with { Number = verdict.Number, Latency = verdict.Latency }
            : verdict with { Key = key, Replay = entry };
    }

    private SandboxSend Record(in Verdict verdict, ProviderFace face, string key, in SendCall call, string recipient, in ReadOnlySequence<byte> body, long timestamp, DateTimeOffset utc)
    {
        var send = new SandboxSend
        {
            Timestamp = timestamp,
            Utc = utc,
            Provider = face.Name,
            NumberKey = key,
            Recipient = recipient,
            Given = call.Given ?? "",
            Type = call.Type ?? "unknown",
            Text = call.Text,
            CorrelationId = call.CorrelationId,
            ProviderMessageId = !verdict.IsAccepted || call.Type == SendCall.MarkRead ? null : verdict.Replay?.ProviderMessageId ?? face.NewId(ids),
            IsAccepted = verdict.IsAccepted,
            IsReplay = verdict.Replay is not null,
            Status = verdict.AnsweredStatus,
            ErrorCode = verdict.Answer?.ErrorCode,
            Fault = verdict.Fault,
            IsViolation = verdict.IsViolation,
            Rule = verdict.Rule?.Name,
            Body = options.KeepBodies ? body.ToArray() : default,
        };
        keys.Settle(verdict.Key, verdict.Replay, send);
        records.Add(send);
        return send;
    }

    private static Verdict Usual(Answer? problem) => problem is null ? new Verdict { IsAccepted = true } : Refuse(problem);

    private static Verdict Refuse(Answer answer) => new() { Answer = answer };
}
