using System.Text;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

public sealed class ProbeTests
{
    [Theory]
    [InlineData(200, """{"health_status":{"can_send_message":"LIMITED"}}""", NumberCondition.Healthy)]
    [InlineData(200, """{"health_status":{"can_send_message":"OF_TOMORROW"},"status":"CONNECTED"}""", NumberCondition.Unknown)]
    [InlineData(200, """{"status":"CONNECTED"}""", NumberCondition.Healthy)]
    [InlineData(200, """{"status":"FLAGGED"}""", NumberCondition.Unknown)]
    [InlineData(401, """{"error":{"code":190}}""", NumberCondition.AuthBroken)]
    [InlineData(401, "<html>", NumberCondition.AuthBroken)]
    [InlineData(400, """{"error":{"code":33}}""", NumberCondition.Down)]
    [InlineData(400, """{"error":{"code":100,"error_subcode":33}}""", NumberCondition.Down)]
    [InlineData(400, """{"error":{"code":100}}""", NumberCondition.Unknown)]
    [InlineData(429, """{"error":{"code":80007}}""", NumberCondition.Unknown)]
    [InlineData(200, """{"error":{"code":190}}""", NumberCondition.AuthBroken)]
    [InlineData(502, "<html>", NumberCondition.Unknown)]
    public void JudgeProbe_Meta_GoesByHealthStatus(int status, string body, NumberCondition expected) => AssertIs("meta", status, body, expected);

    [Theory]
    [InlineData(200, """{"status":"preview"}""", NumberCondition.Unknown)]
    [InlineData(200, "<html>", NumberCondition.Unknown)]
    [InlineData(401, "", NumberCondition.AuthBroken)]
    [InlineData(404, "", NumberCondition.Down)]
    [InlineData(503, "", NumberCondition.Unknown)]
    public void JudgeProbe_Bird_GoesByStatus(int status, string body, NumberCondition expected) => AssertIs("bird", status, body, expected);

    [Theory]
    [InlineData(200, """{"instance":{"state":"connecting"}}""", NumberCondition.Down)]
    [InlineData(200, """{"instance":{"state":"close"}}""", NumberCondition.Down)]
    [InlineData(200, """[{"instance":{"status":"open"}}]""", NumberCondition.Healthy)]
    [InlineData(200, """[{"connectionStatus":"close"}]""", NumberCondition.Down)]
    [InlineData(200, "[]", NumberCondition.Down)]
    [InlineData(200, "[7]", NumberCondition.Down)]
    [InlineData(200, "7", NumberCondition.Unknown)]
    [InlineData(200, "<html>", NumberCondition.Unknown)]
    [InlineData(401, "", NumberCondition.AuthBroken)]
    [InlineData(404, "", NumberCondition.Down)]
    [InlineData(500, "", NumberCondition.Unknown)]
    public void JudgeProbe_Evolution_GoesByState(int status, string body, NumberCondition expected) => AssertIs("evolution", status, body, expected);

    [Fact]
    public void Probe_BirdV1_IsNone() => Assert.Null(Sample.Protocol("bird-v1").Probe(Sample.Account("bird-v1")));

    [Fact]
    public void JudgeProbe_NoAnswer_SaysNothing() =>
        Assert.All(Sample.Senders, provider => Assert.Equal(NumberCondition.Unknown, Sample.Protocol(provider).JudgeProbe(null, default)));

    [Theory]
    [InlineData("meta", 200, """{"success":true}""", Contracts.Outcomes.FailureClass.Accepted)]
    [InlineData("meta", 400, """{"error":{"code":100}}""", Contracts.Outcomes.FailureClass.FailPermanent)]
    [InlineData("meta", 200, "<html>", Contracts.Outcomes.FailureClass.RetrySame)]
    [InlineData("evolution", 201, """{"message":"Read messages","read":"success"}""", Contracts.Outcomes.FailureClass.Accepted)]
    [InlineData("evolution", 201, """{"error":true,"message":"Connection Closed"}""", Contracts.Outcomes.FailureClass.NumberDown)]
    [InlineData("evolution", 200, "<html>", Contracts.Outcomes.FailureClass.RetrySame)]
    [InlineData("bird", 200, "{}", Contracts.Outcomes.FailureClass.FailPermanent)]
    public void JudgeRead_Answer_IsNeverUnknown(string provider, int status, string body, Contracts.Outcomes.FailureClass expected) =>
        Assert.Equal(expected, Sample.Protocol(provider).JudgeRead(status, Encoding.UTF8.GetBytes(body), null).Class);

    [Theory]
    [InlineData("551100000001@s.whatsapp.net", "+551100000001")]
    [InlineData("100000000000102@lid", "100000000000102@lid")]
    [InlineData("15550001001:7@s.whatsapp.net", null)]
    [InlineData("15550001001@s.whatsapp.net", null)]
    [InlineData("", null)]
    public void Judge_EvolutionAnswersWithAnotherAddress_IsAnAlias(string jid, string? alias)
    {
        var body = Encoding.UTF8.GetBytes($@"{{""key"":{{""id"":""m"",""remoteJid"":""{jid}""}}}}");
        Assert.Equal(alias, Sample.Protocol("evolution").Judge(Sample.To, 201, body, null).ContactAlias);
    }

    private static void AssertIs(string provider, int status, string body, NumberCondition expected) =>
        Assert.Equal(expected, Sample.Protocol(provider).JudgeProbe(status, Encoding.UTF8.GetBytes(body)));
}
