using System.Text.Json;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Tests.Support;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Tests;

/// <summary>What the sandbox understands of the providers' APIs.</summary>
public sealed class CallTests
{
    public static TheoryData<string> Sends => [.. new[] { "meta", "bird", "bird-v1", "evolution" }.SelectMany(provider => Fixture.Names($"{provider}/api", "send_")).Where(file => !file.Contains("proxy", StringComparison.Ordinal))];

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["send_buttons"] = "buttons", ["send_text_buttons"] = "buttons", ["send_document_id"] = "document", ["send_image_link"] = "image", ["send_image"] = "image",
        ["send_list"] = "list", ["send_reaction"] = "reaction", ["send_template"] = "template",
    };

    [Theory, MemberData(nameof(Sends))]
    public async Task Send_EachOfTheExchanges_IsAnsweredInItsShape(string file)
    {
        var exchange = Fixture.Json(file);
        var request = exchange.GetProperty("request");
        await using var rig = await Rig.StartAsync();
        var path = new Uri(request.GetProperty("url").GetString()!).AbsolutePath.TrimStart('/');
        var scheme = file.StartsWith("evolution", StringComparison.Ordinal) ? null : file.StartsWith("bird/", StringComparison.Ordinal) ? "AccessKey" : "Bearer";
        var (status, body, _) = await rig.SendAsync(Rig.Call(path, request.GetProperty("body").GetRawText(), scheme));

        var response = exchange.GetProperty("response");
        Assert.Equal(response.GetProperty("status").GetInt32(), status);
        var known = body.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(response.GetProperty("body").EnumerateObject().Select(member => member.Name).Except(["text", "sent_at", "delivered_at", "read_at"]).ToHashSet(StringComparer.Ordinal), known);
        var send = rig.Server.Sends.Snapshot()[0];
        Assert.Equal((true, Types.GetValueOrDefault(Path.GetFileNameWithoutExtension(file), "text")), (send.IsAccepted, send.Type));
        Assert.Equal(file.Contains("bsuid", StringComparison.Ordinal) ? "US.13491208655302741918" : file.Contains("differs", StringComparison.Ordinal) ? "+5511900000001" : Rig.Customer, send.Recipient);
    }

    [Theory]
    [InlineData("{", 100)]
    [InlineData("[]", 100)]
    [InlineData("""{"to":"15550001001","type":"text","text":{"body":"x"}}""", 100)]
    [InlineData("""{"messaging_product":"whatsapp","type":"text","text":{"body":"x"}}""", 100)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550001001","type":"text"}""", 131008)]
    [InlineData("""{"messaging_product":"whatsapp","to":"15550001001","type":"song","song":{}}""", 100)]
    public async Task Send_NoMessage_IsRefused(string body, int code)
    {
        await using var rig = await Rig.StartAsync();
        var (status, answer, _) = await rig.SendAsync(Rig.Call($"{Rig.Meta}/messages", body));
        Assert.Equal((400, code), (status, answer.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.False(rig.Server.Sends.Snapshot()[0].IsAccepted);
    }

    [Fact]
    public async Task Send_WrongTokenOrNumber_IsRefused()
    {
        await using var rig = await Rig.StartAsync();
        rig.Http.DefaultRequestHeaders.Add("X", "y");
        foreach (var provider in Rig.Providers)
        {
            var request = Rig.Text(provider);
            request.Headers.Authorization = null;
            request.Headers.Remove("apikey");
            Assert.Equal(401, (await rig.SendAsync(request)).Status);
        }

        Assert.Equal(400, (await rig.SendAsync(Rig.Call("v23.0/999/messages", """{"messaging_product":"whatsapp","to":"15550001001","text":{"body":"x"}}"""))).Status);
        Assert.Equal(404, (await rig.SendAsync(Rig.Call("message/sendText/nobody", """{"number":"15550001001","text":"x"}""", scheme: null))).Status);
        Assert.Equal(404, (await rig.SendAsync(Rig.Call($"workspaces/other/channels/{Rig.Bird}/messages", """{"receiver":{"contacts":[{"identifierValue":"+15550001001"}]},"body":{"type":"text","text":{"text":"x"}}}""", "AccessKey"))).Status);
        Assert.Equal(404, (await rig.SendAsync(Rig.Call("nowhere/at/all", "{}"))).Status);
        Assert.DoesNotContain(rig.Server.Sends.Snapshot(), send => send.IsAccepted);
    }

    [Fact]
    public async Task MarkRead_EachProvider_IsRecordedAsThat()
    {
        await using var rig = await Rig.StartAsync();
        await rig.SendAsync(Rig.Call($"v23.0/{Rig.Meta}/messages", Rig.Json(new { messaging_product = "whatsapp", status = "read", message_id = "m1", typing_indicator = new { type = "text" } })));
        await rig.SendAsync(Rig.Call($"chat/markMessageAsRead/{Rig.Evolution}", Rig.Json(new { readMessages = new[] { new { remoteJid = "15550001001@s.whatsapp.net", fromMe = false, id = "m1" } } }), scheme: null));
        await rig.SendAsync(Rig.Call($"workspaces/{Rig.Workspace}/channels/{Rig.Bird}/messages/m1/interactions", """{"type":"read"}""", "AccessKey"));
        Assert.All(rig.Server.Sends.Snapshot(), send => Assert.True(send is { IsAccepted: true, Type: "mark-read", Text: "m1", ProviderMessageId: null }));
        Assert.Equal(3, rig.Server.Sends.Count);
    }

    [Fact]
    public async Task IdempotencyKey_Repeated_IsAnsweredTheSameAndSentOnce()
    {
        await using var rig = await Rig.StartAsync();
        var first = await rig.SendAsync(Keyed("k1", "hola"));
        var again = await rig.SendAsync(Keyed("k1", "hola"));
        var reused = await rig.SendAsync(Keyed("k1", "adios"));
        Assert.Equal((202, 202, 409), (first.Status, again.Status, reused.Status));
        Assert.Equal(first.Body.GetProperty("id").GetString(), again.Body.GetProperty("id").GetString());
        Assert.Equal("E01005", reused.Body.GetProperty("error").GetProperty("code").GetString());
        await rig.Gateway.ReceivedAsync(3);
        Assert.Equal((1, 3), (rig.Server.Sends.Counts.Accepted, rig.Server.Sends.Count));
    }

    [Fact]
    public async Task IdempotencyKey_WhileInWork_IsRefusedAndAfterALostAnswerKnown()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { To = 1, Fault = SandboxFault.Hang, Accepts = true });
        using var patience = new CancellationTokenSource();
        var hanging = rig.Http.SendAsync(Keyed("k1", "hola"), patience.Token);
        await rig.Server.Sends.WaitForAsync(1, CancellationToken.None);
        Assert.Equal("E01004", (await rig.SendAsync(Keyed("k1", "hola"))).Body.GetProperty("error").GetProperty("code").GetString());
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        await rig.Gateway.ReceivedAsync(1); // Receipts follow when the hanging call is over.
        Assert.Equal(rig.Server.Sends.Snapshot()[0].ProviderMessageId, (await rig.SendAsync(Keyed("k1", "hola"))).Body.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("v23.0/100000000000001?fields=id,quality_rating", "Bearer", "quality_rating", "GREEN")]
    [InlineData($"workspaces/{Rig.Workspace}/channels/{Rig.Bird}", "AccessKey", "status", "active")]
    public async Task Health_Numbers_AreWell(string path, string scheme, string member, string expected)
    {
        await using var rig = await Rig.StartAsync();
        var (status, body, _) = await rig.SendAsync(Rig.Call(path, "", scheme, HttpMethod.Get));
        Assert.Equal((200, expected), (status, body.GetProperty(member).GetString()));
    }

    [Fact]
    public async Task Health_ByRule_FailsWithoutTouchingSends()
    {
        await using var rig = await Rig.StartAsync(new SandboxRule { Type = "health", Status = 503 });
        Assert.Equal(503, (await rig.SendAsync(Rig.Call(Rig.Meta, "", method: HttpMethod.Get))).Status);
        Assert.Equal(200, (await rig.SendTextAsync()).Status);
    }

    [Fact]
    public async Task Media_OfMeta_IsFetchedInTwoSteps()
    {
        await using var rig = await Rig.StartAsync();
        rig.Server.Media.Add(new SandboxMedium("777", "image/jpeg", new byte[] { 1, 2, 3 }));
        await rig.Server.PostInboundAsync(Rig.Meta, new SandboxInbound { Contact = Rig.Customer, Text = "look", MediaId = "777" }, CancellationToken.None);
        Assert.Equal(("image", "777", "look"), (rig.Gateway.Events[0].Type, rig.Gateway.Events[0].MediaId, rig.Gateway.Events[0].Text));

        var (_, body, _) = await rig.SendAsync(Rig.Call("v23.0/777", "", method: HttpMethod.Get));
        var url = body.GetProperty("url").GetString()!;
        Assert.Equal((3, "image/jpeg"), (body.GetProperty("file_size").GetInt32(), body.GetProperty("mime_type").GetString()));
        using var bytes = await rig.Http.SendAsync(Rig.Call(url, "", method: HttpMethod.Get));
        Assert.Equal([1, 2, 3], await bytes.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", bytes.Content.Headers.ContentType!.MediaType);
        Assert.Equal(401, (await rig.SendAsync(new HttpRequestMessage(HttpMethod.Get, url))).Status);
    }

    [Fact]
    public async Task Media_OfBirdAndEvolution_IsFetchedTheirWay()
    {
        await using var rig = await Rig.StartAsync();
        rig.Server.Media.Add(new SandboxMedium("a b", "application/pdf", new byte[] { 1, 2, 3 }, "bill.pdf"));
        var inbound = new SandboxInbound { Contact = Rig.Customer, MediaId = "a b", Id = "m1" };
        await rig.Server.PostInboundAsync(Rig.Bird, inbound, CancellationToken.None);
        await rig.Server.PostInboundAsync(Rig.Evolution, inbound, CancellationToken.None);
        Assert.Equal(["document", "document"], rig.Gateway.Events.Select(item => item.Type));

        using var bytes = await rig.Http.SendAsync(Rig.Call(rig.Gateway.Events[0].MediaUrl!, "", "AccessKey", HttpMethod.Get));
        Assert.Equal([1, 2, 3], await bytes.Content.ReadAsByteArrayAsync());
        var (status, body, _) = await rig.SendAsync(Rig.Call($"chat/getBase64FromMediaMessage/{Rig.Evolution}", Rig.Json(new { message = new { key = new { id = "m1" } } }), scheme: null));
        Assert.Equal((201, "AQID"), (status, body.GetProperty("base64").GetString()));
        Assert.Equal(404, (await rig.SendAsync(Rig.Call($"chat/getBase64FromMediaMessage/{Rig.Evolution}", Rig.Json(new { message = new { key = new { id = "m2" } } }), scheme: null))).Status);
    }

    private static HttpRequestMessage Keyed(string key, string text)
    {
        var request = Rig.Text("bird-v1", text: text);
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }
}
