using Relevo.Contracts.Messages;
using Relevo.Contracts.Messages.Outbound;

namespace Relevo.Gateway.Tests.Sending.Requests;

/// <summary>Replies: the short form that an application answers an event with.</summary>
public sealed class ReplyRequestTests
{
    [Theory]
    [InlineData("""{"type":"text","text":"hola"}"""), InlineData("""{"text":"hola"}"""), InlineData("""{"messageType":"text","content":"hola"}"""), InlineData("""{"type":null,"text":"hola","from":"main"}""")]
    public void Read_Text_GoesBackWhereItCameFrom(string reply)
    {
        var (request, problems) = Ask.Reply(reply);
        Assert.Empty(problems);
        var job = request!.Job;
        Assert.Equal(("+15550001001", OutboundType.Text, "hola"), (job.Message.To, job.Message.Type, job.Message.Text));
        Assert.Equal(("main", "01JD0000000000000000000001", Priority.Normal, (string?)null), (job.From, job.ReplyToEvent, request.Priority, request.IdempotencyKey));
    }

    [Theory]
    [InlineData("""{"type":"image","mediaUrl":"https://a.example/x.jpg","caption":"c"}""", OutboundType.Image)]
    [InlineData("""{"type":"media","mediaType":"video","mediaId":"1"}""", OutboundType.Video)]
    [InlineData("""{"type":"template","template":{"name":"n"}}""", OutboundType.Template)]
    [InlineData("""{"type":"interactive","text":"b","interactive":{"type":"buttons","buttons":[{"id":"1","title":"t"}]}}""", OutboundType.Buttons)]
    [InlineData("""{"type":"location","location":{"latitude":1,"longitude":2},"priority":"high","expiresAt":"2026-11-22T00:00:00Z","metadata":{},"replyTo":"wamid.1"}""", OutboundType.Location)]
    [InlineData("""{"type":"reaction","reaction":{"messageId":"1","emoji":"x"}}""", OutboundType.Reaction)]
    public void Read_EachType_IsTaken(string reply, OutboundType expected)
    {
        var (request, problems) = Ask.Reply(reply);
        Assert.Empty(problems);
        Assert.Equal(expected, request!.Job.Message.Type);
    }

    [Theory]
    [InlineData("""{"text":"x","from":"other"}""", "from"), InlineData("""{"text":"x","recipientPhone":"34600000000"}""", "recipientPhone"), InlineData("""{"text":"x","scheduledFor":"2026-11-22T00:00:00Z"}""", "scheduledFor")]
    [InlineData("""{"text":"x","idempotencyKey":"k"}""", "idempotencyKey"), InlineData("""{"text":"x","content":"y"}""", "content"), InlineData("""{"type":"text","messageType":"text","text":"x"}""", "messageType")]
    [InlineData("""{"type":"nope","text":"x"}""", "messageType"), InlineData("""{"type":7,"text":"x"}""", "type"), InlineData("""{}""", "text"), InlineData("""{"content":" "}""", "content"), InlineData("""{"text":7}""", "text"), InlineData("""{"text":"x","metadata":7}""", "metadata")]
    [InlineData("""{"text":"\ud800"}""", "reply"), InlineData("""{"text":"x","\ud800":1}""", "reply"), InlineData("""{"text":"x","metadata":{"a":"\udc00"}}""", "reply")]
    public void Read_Wrong_IsRefusedUnderItsField(string reply, string field)
    {
        var (request, problems) = Ask.Reply(reply);
        Assert.Null(request);
        Assert.Equal(field, Assert.Single(problems).Field);
    }

    [Fact]
    public void Read_TooDeep_IsRefused() => Assert.Null(Ask.Reply($"{{\"text\":\"x\",\"metadata\":{string.Concat(Enumerable.Repeat("{\"a\":", 40))}1{new string('}', 40)}}}").Request);
}
