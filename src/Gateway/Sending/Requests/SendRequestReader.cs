using System.Globalization;
using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Api.Bodies;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending.Jobs;

namespace Relevo.Gateway.Sending.Requests;

/// <summary>Reads one send as an application writes it. Pure; everything that is wrong is said at once, field by field.</summary>
internal static class SendRequestReader
{
    /// <summary>Farthest a send can be scheduled.</summary>
    public static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    private const int MaxMetadata = 4096;
    private const int MaxIdempotencyKey = 255;
    private const int MaxNumberName = 256;
    private const int MaxReplyDepth = 32;

    /// <summary>Reads the body of an add or schedule, or one message of a bulk.</summary>
    /// <param name="body">The object.</param>
    /// <param name="mustBeScheduled">Whether a time is needed.</param>
    /// <param name="now">The time.</param>
    /// <param name="problems">Where problems are added.</param>
    /// <param name="job">What is to be done, when the message and whom it is for were understood, whatever else is wrong.</param>
    /// <returns>Null when problems were found.</returns>
    public static SendRequest? Read(JsonElement body, bool mustBeScheduled, DateTimeOffset now, List<ErrorDetail> problems, out SendJob? job)
    {
        job = null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new ErrorDetail("", "must be an object"));
            return null;
        }

        var before = problems.Count;
        var fields = new RequestFields(body, "", problems);
        var to = To(fields);
        var message = ContentReader.Read(fields, to ?? "", fields.Needed("messageType", 16), "content");
        var isUnderstood = problems.Count == before;
        var due = Due(fields, mustBeScheduled, now);
        var request = new SendRequest(Job(fields, message, now), PriorityOf(fields), due, fields.Word("idempotencyKey", MaxIdempotencyKey));
        job = isUnderstood ? request.Job : null;
        if (request.Job.ExpiresAt <= due)
        {
            fields.Problem("expiresAt", "must lie after the time it is scheduled for");
        }

        fields.RefuseOthers();
        return problems.Count == before ? request : null;
    }

    /// <summary>Reads a reply that an application gave to an event: only what is said, since the conversation is known.</summary>
    public static SendRequest? ReadReply(JsonElement reply, string contactKey, string number, string replyToEvent, DateTimeOffset now, List<ErrorDetail> problems)
    {
        if (!SoundJson.IsSound(reply, MaxReplyDepth))
        {
            problems.Add(new ErrorDetail("reply", "holds half of a surrogate pair, or is nested too deeply"));
            return null;
        }

        var before = problems.Count;
        var fields = new RequestFields(reply, "", problems);
        var type = fields.Word("type", 16) ?? fields.Word("messageType", 16);
        var isTyped = fields.Has("type") || fields.Has("messageType");
        var message = ContentReader.Read(fields, contactKey, isTyped ? type : "text", fields.Has("content") && !fields.Has("text") ? "content" : "text");
        var job = Job(fields, message, now);
        if (job.From is not null && job.From != number)
        {
            fields.Problem("from", "cannot be chosen: a reply leaves through the number of its event");
        }

        var request = new SendRequest(job with { From = number, ReplyToEvent = replyToEvent }, PriorityOf(fields), null, null);
        fields.RefuseOthers();
        return problems.Count == before ? request : null;
    }

    private static string? To(RequestFields fields)
    {
        if (fields.Needed("recipientPhone", 160) is not { } text)
        {
            return null;
        }

        if (Recipient.Read(text) is { } to)
        {
            return to;
        }

        fields.Problem("recipientPhone", Recipient.Expected);
        return null;
    }

    private static SendJob Job(RequestFields fields, OutboundMessage? message, DateTimeOffset now)
    {
        var expires = fields.Time("expiresAt");
        if (expires <= now)
        {
            fields.Problem("expiresAt", "must lie in the future");
        }

        return new SendJob
        {
            Message = message ?? new OutboundMessage { To = "", Type = OutboundType.Text },
            From = fields.Word("from", MaxNumberName),
            ExpiresAt = expires,
            Metadata = fields.Raw("metadata", JsonValueKind.Object, MaxMetadata),
        };
    }

    private static Priority PriorityOf(RequestFields fields)
    {
        var word = fields.Text("priority", 16);
        switch (word)
        {
            case null or "normal":
                return Priority.Normal;
            case "critical":
                return Priority.Critical;
            case "high":
                return Priority.High;
            case "low":
                return Priority.Low;
            case "batch":
                return Priority.Batch;
            default:
                fields.Problem("priority", "must be critical, high, normal, low or batch");
                return Priority.Normal;
        }
    }

    private static DateTimeOffset? Due(RequestFields fields, bool isNeeded, DateTimeOffset now)
    {
        fields.Ignore("scheduledFor", "scheduledAt");
        var name = fields.Has("scheduledAt") ? "scheduledAt" : "scheduledFor";
        if (!isNeeded || !fields.Has(name))
        {
            if (isNeeded || fields.Has(name))
            {
                fields.Problem(name, isNeeded ? "is needed" : "belongs to POST /api/queue/schedule");
            }

            return null;
        }

        if (fields.Has("scheduledFor") && name != "scheduledFor")
        {
            fields.Problem("scheduledFor", "and scheduledAt cannot both be given");
        }

        var due = fields.Time(name);
        if (due <= now)
        {
            fields.Problem(name, "must lie in the future");
        }
        else if (due > now + Farthest)
        {
            fields.Problem(name, string.Create(CultureInfo.InvariantCulture, $"must lie within {Farthest.TotalDays} days"));
        }

        return due;
    }
}
