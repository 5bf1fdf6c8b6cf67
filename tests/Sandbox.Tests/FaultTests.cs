using System.Net;
using System.Text;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Sandbox.Tests;

/// <summary>Answers that are none.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Hang_CallerGivesUp_IsRecordedAndNotTaken()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Fault = SandboxFault.Hang });
        using var patience = new CancellationTokenSource();
        var call = rig.Http.SendAsync(Rig.Text("meta"), patience.Token);
        await rig.Server.Sends.WaitForAsync(1, CancellationToken.None);
        Assert.False(call.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(rig.Server.Sends.Snapshot()[0] is { IsAccepted: false, Status: 0, Fault: SandboxFault.Hang });
    }

    [Fact]
    public async Task Hang_ThatAccepts_SendsReceiptsOnceTheCallerIsGone()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Fault = SandboxFault.Hang, Accepts = true });
        using var patience = new CancellationTokenSource();
        var call = rig.Http.SendAsync(Rig.Text("evolution"), patience.Token);
        await rig.Server.Sends.WaitForAsync(1, CancellationToken.None);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await rig.Gateway.ReceivedAsync(4);
        Assert.Equal("api", rig.Gateway.Events[0].Origin);
    }

    [Fact]
    public async Task Hang_Disposed_EndsAtOnce()
    {
        var rig = await Rig.StartAsync(new SandboxRule { Fault = SandboxFault.Hang });
        var call = rig.Http.SendAsync(Rig.Text("meta"));
        await rig.Server.Sends.WaitForAsync(1, CancellationToken.None);
        await rig.Server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => call);
        rig.Http.Dispose();
        await rig.Gateway.DisposeAsync();
    }

    [Theory]
    [InlineData(SandboxFault.ResetAfterReading, false)]
    [InlineData(SandboxFault.ResetAfterAccepting, true)]
    public async Task Reset_AfterTheCall_IsRecorded(SandboxFault fault, bool accepted)
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Fault = fault });
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Http.SendAsync(Rig.Text("meta")));
        var send = Assert.Single(rig.Server.Sends.Snapshot());
        Assert.Equal((accepted, 0), (send.IsAccepted, send.Status));
        if (accepted)
        {
            await rig.Gateway.ReceivedAsync(3);
            Assert.All(rig.Gateway.Events, item => Assert.Equal("gw:1", item.CorrelationId));
        }
    }

    [Fact]
    public async Task Reset_AfterAcceptingWithoutReceipts_IsNeverHeardOfAgain()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { To = 1, Fault = SandboxFault.ResetAfterAccepting, Receipts = SandboxReceipts.None });
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Http.SendAsync(Rig.Text("meta", correlation: "lost")));
        await rig.SendTextAsync(correlation: "kept");
        await rig.Gateway.ReceivedAsync(3);
        Assert.All(rig.Gateway.Events, item => Assert.Equal("kept", item.CorrelationId));
    }

    [Fact]
    public async Task Reset_BeforeReading_LeavesNoRecord()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { To = 1, Fault = SandboxFault.ResetBeforeReading, Name = "early" });
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Http.SendAsync(Rig.Text("meta")));
        Assert.Equal((0, 1), (rig.Server.Sends.Count, rig.Server.Script.CallsOf("early")));
        Assert.Equal(200, (await rig.SendTextAsync()).Status);
    }

    [Fact]
    public async Task Html_Answers200WithAPage()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Fault = SandboxFault.Html });
        var answer = await rig.Http.SendAsync(Rig.Text("bird"));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.False(rig.Server.Sends.Snapshot()[0].IsAccepted);
    }

    [Fact]
    public async Task TruncatedJson_EndsInTheMiddle()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Fault = SandboxFault.TruncatedJson });
        var text = await (await rig.Http.SendAsync(Rig.Text("meta"))).Content.ReadAsStringAsync();
        Assert.StartsWith("""{"messaging_product":"whatsapp",""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("}]}", text, StringComparison.Ordinal);
        Assert.True(rig.Server.Sends.Snapshot()[0].IsAccepted);
    }

    [Fact]
    public async Task WrongLength_BreaksOff()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Fault = SandboxFault.WrongLength });
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.Http.SendAsync(Rig.Text("meta")));
        Assert.True(rig.Server.Sends.Snapshot()[0].IsAccepted);
    }

    [Fact]
    public async Task Endless_GoesOnUntilTheCallerIsGone()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null, Rules = [new SandboxRule { Fault = SandboxFault.Endless }] }, time);
        using var answer = await rig.Http.SendAsync(Rig.Text("meta"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[1_024];
        for (var read = 0; read < 64 * 1_024; read += await body.ReadAsync(buffer))
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
    }

    [Fact]
    public async Task Drip_GivesOneBytePerSecond()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Receipts = null, Rules = [new SandboxRule { Fault = SandboxFault.Drip }] }, time);
        using var answer = await rig.Http.SendAsync(Rig.Text("meta"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var text = new StringBuilder();
        for (var buffer = new byte[1_024]; text.Length < 10; time.Advance(TimeSpan.FromSeconds(1)))
        {
            Assert.Equal(1, await body.ReadAsync(buffer));
            text.Append((char)buffer[0]);
            await time.WhenAsync(armed => armed.Contains(TimeSpan.FromSeconds(1)));
        }

        Assert.Equal("{\"messagin", text.ToString());
    }

    [Fact]
    public async Task Ban_FromTheFirstMatch_RefusesEverythingUntilLifted()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Recipient = "+34600000000", To = 1, Ban = true, Name = "ban" });
        var before = (await rig.SendTextAsync()).Status;
        var banned = await rig.SendTextAsync(to: "+34600000000");
        var after = await rig.SendTextAsync();
        var other = (await rig.SendTextAsync("bird")).Status;
        var health = await rig.SendAsync(Rig.Call(Rig.Meta, "", method: HttpMethod.Get));
        Assert.Equal((200, 403, 403, 202), (before, banned.Status, after.Status, other));
        Assert.Equal(131031, after.Body.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("BLOCKED", health.Body.GetProperty("health_status").GetProperty("can_send_message").GetString());

        Assert.True(rig.Server.Script.Lift(Rig.Meta));
        Assert.Equal(200, (await rig.SendTextAsync(to: "+34600000000")).Status);
    }

    [Fact]
    public async Task Ban_OfEvolution_ClosesTheConnectionAndSaysSo()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Provider = "evolution", Ban = true });
        var (status, body, _) = await rig.SendTextAsync("evolution");
        await rig.Gateway.ReceivedAsync(1);
        var health = await rig.SendAsync(Rig.Call($"instance/connectionState/{Rig.Evolution}", "", scheme: null, HttpMethod.Get));

        Assert.Equal((400, "close"), (status, health.Body.GetProperty("instance").GetProperty("state").GetString()));
        Assert.Contains("Connection Closed", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((Contracts.Messages.EventKind.Channel, 403), (rig.Gateway.Events[0].Kind, rig.Gateway.Events[0].ReasonCode));
    }

    [Fact]
    public async Task Ban_WithAnEnd_IsOverThen()
    {
        var time = new ManualTime();
        await using var rig = await Rig.StartAsync(options => options with { Rules = [new SandboxRule { Ban = true, MetaCode = 368, Until = TimeSpan.FromSeconds(10) }] }, time);
        var (status, body, _) = await rig.SendTextAsync();
        Assert.Equal((403, 368), (status, body.GetProperty("error").GetProperty("code").GetInt32()));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await rig.SendTextAsync()).Status);
    }
}
