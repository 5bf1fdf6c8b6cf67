using System.Globalization;
using System.Text.Json;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Tests.Sending.Requests;

/// <summary>Asks the reader of sends.</summary>
internal static class Ask
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A text that says nothing but its length.</summary>
    public static string Chars(int count) => new('x', count);

    /// <summary>Reads a whole request.</summary>
    public static (SendRequest? Request, List<ErrorDetail> Problems) Read(string json, bool isScheduled = false)
    {
        using var document = JsonDocument.Parse(json);
        var problems = new List<ErrorDetail>();
        return (SendRequestReader.Read(document.RootElement, isScheduled, Now, problems, out _), problems);
    }

    /// <summary>Reads a request to one recipient with these further fields.</summary>
    public static (SendRequest? Request, List<ErrorDetail> Problems) Send(string fields, bool isScheduled = false) =>
        Read($"{{\"recipientPhone\":\"34600000000\",{fields}}}", isScheduled);

    public static (SendRequest? Request, List<ErrorDetail> Problems) Reply(string json)
    {
        using var document = JsonDocument.Parse(json);
        var problems = new List<ErrorDetail>();
        return (SendRequestReader.ReadReply(document.RootElement, "+15550001001", "main", "01JD0000000000000000000001", Now, problems), problems);
    }

    /// <summary>The message of a request that is taken.</summary>
    public static OutboundMessage Taken(string fields)
    {
        var (request, problems) = Send(fields);
        Assert.Empty(problems);
        return request!.Job.Message;
    }

    /// <summary>What is wrong with a request that is refused, as <c>field: problem</c>.</summary>
    public static IReadOnlyList<string> Refused(string fields, bool isScheduled = false) => Refused(Send(fields, isScheduled));

    public static IReadOnlyList<string> Refused((SendRequest? Request, List<ErrorDetail> Problems) read)
    {
        Assert.Null(read.Request);
        Assert.NotEmpty(read.Problems);
        return [.. read.Problems.Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Field}: {problem.Problem}"))];
    }
}
