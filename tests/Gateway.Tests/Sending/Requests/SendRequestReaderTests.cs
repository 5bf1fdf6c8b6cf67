using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Tests.Sending.Requests;

/// <summary>What every send has, whatever it says.</summary>
public sealed class SendRequestReaderTests
{
    private const string Text = "\"messageType\":\"text\",\"content\":\"hola\"";

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var (request, problems) = Ask.Send(Text + """
            ,"from":"main","priority":"high","replyTo":"wamid.1","expiresAt":"2026-11-21T12:00:01Z","idempotencyKey":"k","metadata":{"order":[1,{"a":null}]}
            """);
        Assert.Empty(problems);
        var job = request!.Job;
        Assert.Equal(("+34600000000", OutboundType.Text, "hola", "wamid.1"), (job.Message.To, job.Message.Type, job.Message.Text, job.Message.ReplyTo));
        Assert.Equal(("main", Ask.Now.AddSeconds(1), Priority.High, "k", (DateTimeOffset?)null), (job.From, job.ExpiresAt, request.Priority, request.IdempotencyKey, request.Due));
        Assert.Equal("""{"order":[1,{"a":null}]}""", job.Metadata!.Value.GetRawText());
        Assert.Null(job.ReplyToEvent);
    }

    [Fact]
    public void Read_NothingButWhatIsNeeded_HasUsualValues()
    {
        var (request, _) = Ask.Send(Text);
        Assert.Equal((Priority.Normal, null, null), (request!.Priority, request.Due, request.IdempotencyKey));
        Assert.Equal((null, null, null), (request.Job.From, request.Job.ExpiresAt, request.Job.Metadata));
    }

    [Fact]
    public void Read_NullsForWhatMayBeMissing_AreMissing()
    {
        var (request, problems) = Ask.Send(Text + """
            ,"from":null,"priority":null,"replyTo":null,"expiresAt":null,"idempotencyKey":null,"metadata":null,"previewUrl":null,"scheduledFor":null,"scheduledAt":null
            """);
        Assert.Empty(problems);
        Assert.Equal(Priority.Normal, request!.Priority);
    }

    [Theory]
    [InlineData("critical", Priority.Critical), InlineData("high", Priority.High), InlineData("normal", Priority.Normal), InlineData("low", Priority.Low), InlineData("batch", Priority.Batch)]
    public void Priority_EachWord_IsItsPriority(string word, Priority expected) =>
        Assert.Equal(expected, Ask.Send($"{Text},\"priority\":\"{word}\"").Request!.Priority);

    [Theory, InlineData("\"High\""), InlineData("\"urgent\""), InlineData("\"\""), InlineData("1"), InlineData("[]")]
    public void Priority_AnythingElse_IsRefused(string value) =>
        Assert.StartsWith("priority: ", Assert.Single(Ask.Refused($"{Text},\"priority\":{value}")), StringComparison.Ordinal);

    [Fact]
    public void Read_NothingAtAll_NamesBothNeededFields() =>
        Assert.Equal(["recipientPhone: is needed", "messageType: is needed"], Ask.Refused(Ask.Read("{}")));

    [Theory, InlineData("1"), InlineData("\"x\""), InlineData("null"), InlineData("[]"), InlineData("true")]
    public void Read_NoObject_IsRefused(string json) => Assert.Equal([": must be an object"], Ask.Refused(Ask.Read(json)));

    /// <summary>A caller hears everything at once, and nothing that is not so.</summary>
    [Fact]
    public void Read_ManyProblems_AreAllNamedOnce() =>
        Assert.Equal(
            ["recipientPhone", "content", "from", "priority", "expiresAt", "idempotencyKey", "metadata", "nope"],
            Ask.Read("""{"recipientPhone":"1","messageType":"text","content":"","from":"a\nb","priority":"x","expiresAt":"soon","idempotencyKey":7,"metadata":[],"nope":1}""")
                .Problems.Select(problem => problem.Field).OrderBy(field => "recipientPhone content from priority expiresAt idempotencyKey metadata nope".IndexOf(field, StringComparison.Ordinal)));

    [Theory]
    [InlineData("image2"), InlineData("Text"), InlineData("sms"), InlineData("\\u0000")]
    public void MessageType_Unknown_IsTheOnlyProblem(string type) =>
        Assert.StartsWith("messageType: ", Assert.Single(Ask.Refused($"\"messageType\":\"{type}\",\"mediaUrl\":\"https://x.example/a\",\"template\":{{}},\"replyTo\":\"1\"")), StringComparison.Ordinal);

    [Theory, InlineData("recipientPhone"), InlineData("to"), InlineData("Content"), InlineData("x")]
    public void Fields_Unknown_AreRefused(string name)
    {
        var problems = Ask.Refused(Ask.Read($"{{\"recipientPhone\":\"34600000000\",{Text},\"z{name}\":1}}"));
        Assert.Equal([$"z{name}: is not a field of this request"], problems);
    }

    [Theory]
    [InlineData("\"mediaUrl\":\"https://x.example/a\"", "mediaUrl"), InlineData("\"template\":{}", "template"), InlineData("\"reaction\":{}", "reaction"), InlineData("\"mediaType\":\"image\"", "mediaType")]
    public void Fields_OfAnotherType_AreRefused(string field, string name) =>
        Assert.Equal([$"{name}: is not a field of this request"], Ask.Refused($"{Text},{field}"));

    [Theory]
    [InlineData("from", 256), InlineData("replyTo", 512), InlineData("idempotencyKey", 255)]
    public void Words_AtTheirLongest_AreTaken_AndRefusedBeyond(string field, int most)
    {
        Assert.Empty(Ask.Send($"{Text},\"{field}\":\"{Ask.Chars(most)}\"").Problems);
        Assert.Equal([$"{field}: must have 1 to {most} characters, has {most + 1}"], Ask.Refused($"{Text},\"{field}\":\"{Ask.Chars(most + 1)}\""));
        Assert.Equal([$"{field}: must have 1 to {most} characters, has 0"], Ask.Refused($"{Text},\"{field}\":\"\""));
        Assert.Equal([$"{field}: must be a text"], Ask.Refused($"{Text},\"{field}\":{{\"a\":1}}"));
    }

    [Fact]
    public void Metadata_Bounds_AreKept()
    {
        Assert.Empty(Ask.Send($"{Text},\"metadata\":{{\"a\":\"{Ask.Chars(4096 - 8)}\"}}").Problems);
        Assert.Equal(["metadata: is too large: at most 4096 characters"], Ask.Refused($"{Text},\"metadata\":{{\"a\":\"{Ask.Chars(4096 - 7)}\"}}"));
        Assert.Empty(Ask.Send($"{Text},\"metadata\":{Nested(16)}").Problems);
        Assert.StartsWith("metadata: ", Assert.Single(Ask.Refused($"{Text},\"metadata\":{Nested(17)}")), StringComparison.Ordinal);

        static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);
    }

    /// <summary>Whatever is taken can be written and read again: it is stored before it is sent.</summary>
    [Fact]
    public void Metadata_AtItsDeepest_SurvivesTheStore()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 15)) + "{\"ñ\":\"👍\\u0000\"}" + new string('}', 15);
        var (request, _) = Ask.Send($"{Text},\"metadata\":{deep}");
        var again = Relevo.Gateway.Sending.Jobs.SendJobCodec.Decode(Relevo.Gateway.Sending.Jobs.SendJobCodec.Encode(request!.Job));
        Assert.True(JsonElement.DeepEquals(request.Job.Metadata!.Value, again!.Metadata!.Value));
    }

    [Theory]
    [InlineData("2026-11-21T12:00:01Z"), InlineData("2026-11-21T12:00:00.5Z"), InlineData("2026-11-21T12:00:00.1234567Z"), InlineData("2026-11-21T13:00:01+01:00"), InlineData("2026-11-21T12:01"), InlineData("2026-11-21T12:00:01")]
    public void Times_InTheFuture_AreTakenAsUtc(string time)
    {
        var (request, problems) = Ask.Send($"{Text},\"scheduledFor\":\"{time}\"", isScheduled: true);
        Assert.Empty(problems);
        Assert.InRange(request!.Due!.Value, Ask.Now, Ask.Now.AddMinutes(1));
        Assert.Equal(TimeSpan.Zero, request.Due.Value.Offset);
    }

    /// <summary>A reader that guesses sends on the wrong day.</summary>
    [Theory]
    [InlineData("soon"), InlineData("12:30"), InlineData("2026-11-22"), InlineData("01/02/2027"), InlineData("2026-13-01T00:00:00Z"), InlineData("2026-11-31T00:00:00Z"), InlineData(" 2026-11-22T00:00:00Z")]
    [InlineData("1795348800"), InlineData("2026-11-22T00:00:00+25:00"), InlineData("Sun, 22 Nov 2026 00:00:00 GMT"), InlineData("2026-11-22T00:00:00Z\\n"), InlineData("9999-12-31T23:59:59-14:00")]
    public void Times_OfAnotherForm_AreRefused(string time)
    {
        Assert.Equal(["scheduledFor: is not a time like 2026-11-21T12:00:00Z"], Ask.Refused($"{Text},\"scheduledFor\":\"{time}\"", isScheduled: true));
        Assert.Equal(["expiresAt: is not a time like 2026-11-21T12:00:00Z"], Ask.Refused($"{Text},\"expiresAt\":\"{time}\""));
    }

    [Theory]
    [InlineData("2026-11-21T12:00:00Z", "must lie in the future"), InlineData("0001-01-01T00:00:00Z", "must lie in the future")]
    [InlineData("2027-11-22T12:00:01Z", "must lie within 366 days"), InlineData("9999-12-31T23:59:59Z", "must lie within 366 days")]
    public void ScheduledFor_OutOfBounds_IsRefused(string time, string problem)
    {
        Assert.Equal([$"scheduledFor: {problem}"], Ask.Refused($"{Text},\"scheduledFor\":\"{time}\"", isScheduled: true));
        Assert.Equal([$"scheduledAt: {problem}"], Ask.Refused($"{Text},\"scheduledAt\":\"{time}\"", isScheduled: true));
    }

    [Fact]
    public void ScheduledFor_TheFarthest_IsTaken() =>
        Assert.Equal(Ask.Now.AddDays(366), Ask.Send(Text + ",\"scheduledAt\":\"2027-11-22T12:00:00Z\",\"scheduledFor\":null", isScheduled: true).Request!.Due);

    [Theory]
    [InlineData("", "scheduledFor: is needed"), InlineData(",\"scheduledFor\":null", "scheduledFor: is needed")]
    [InlineData(",\"scheduledFor\":\"2026-11-22T00:00:00Z\",\"scheduledAt\":\"2026-11-22T00:00:00Z\"", "scheduledFor: and scheduledAt cannot both be given")]
    public void Schedule_NotOneTime_IsRefused(string fields, string problem) => Assert.Equal([problem], Ask.Refused(Text + fields, isScheduled: true));

    [Theory, InlineData("scheduledFor"), InlineData("scheduledAt")]
    public void Add_WithATime_IsRefused(string field) =>
        Assert.Equal([$"{field}: belongs to POST /api/queue/schedule"], Ask.Refused($"{Text},\"{field}\":\"2026-11-22T00:00:00Z\""));

    [Theory, InlineData("2026-11-21T12:00:00Z"), InlineData("2026-11-21T11:59:59Z")]
    public void ExpiresAt_Past_IsRefused(string time) => Assert.Equal(["expiresAt: must lie in the future"], Ask.Refused($"{Text},\"expiresAt\":\"{time}\""));

    [Fact]
    public void ExpiresAt_NotAfterItsSchedule_IsRefused() =>
        Assert.Equal(["expiresAt: must lie after the time it is scheduled for"], Ask.Refused(Text + ",\"scheduledFor\":\"2026-11-22T00:00:00Z\",\"expiresAt\":\"2026-11-22T00:00:00Z\"", isScheduled: true));
}
