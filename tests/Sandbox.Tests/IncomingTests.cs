using System.Text;
using System.Text.Json;
using Relevo.Contracts.Messages;
using Relevo.Sandbox.Incoming;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Tests.Support;
using Relevo.Sandbox.Webhooks;
using Relevo.Tests.Shared;

namespace Relevo.Sandbox.Tests;

/// <summary>Customers who write, by a call or by the script.</summary>
public sealed class IncomingTests
{
    public static TheoryData<string> Providers => [.. Rig.Providers];

    [Theory, MemberData(nameof(Providers))]
    public async Task Call_OfEachProvider_IsAnAuthenticMessage(string provider)
    {
        await using var rig = await Rig.StartAsync();
        var (status, answer) = await WriteAsync(rig, new { number = Rig.KeyOf(provider), contact = "15550001001", text = "olá 👋", name = "Ana" });
        Assert.Equal((200, 200), (status, answer.GetProperty("webhookStatus").GetInt32()));
        Assert.True(rig.Gateway.Hooks[0].IsAuthentic);
        var written = rig.Gateway.Events[0];
        Assert.Equal((EventKind.Message, Rig.Customer, "olá 👋"), (written.Kind, written.ContactKey, written.Text));
        Assert.Equal(answer.GetProperty("id").GetString(), written.ProviderMessageId);
    }

    [Fact]
    public async Task Call_WebhookRefused_SaysWhatItWasAnswered()
    {
        await using var rig = await Rig.StartAsync();
        rig.Gateway.Answer = _ => 401;
        var (status, answer) = await WriteAsync(rig, new { number = Rig.Meta, contact = Rig.Customer, text = "hola" });
        Assert.Equal((502, 401), (status, answer.GetProperty("webhookStatus").GetInt32()));
    }

    [Theory]
    [InlineData("{}", "contact,number,text")]
    [InlineData("""{"number":"nobody","contact":"me","text":""}""", "contact,number,text")]
    [InlineData("""{"number":"100000000000001","contact":"+15550001001","text":"a","id":"a\nb","afterSeconds":1}""", "afterSeconds,id")]
    [InlineData("""{"number":1,"contact":"+15550001001","text":"\ud800"}""", "")]
    [InlineData("[]", "")]
    [InlineData("nonsense", "")]
    public async Task Call_Wrong_NamesEveryMistakeAndPostsNothing(string body, string fields)
    {
        await using var rig = await Rig.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await rig.Http.PostAsync(new Uri("sandbox/incoming", UriKind.Relative), content);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(fields, string.Join(',', json.RootElement.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("field").GetString()).Distinct().Order(StringComparer.Ordinal)));
        Assert.Empty(rig.Gateway.Hooks);
    }

    [Fact]
    public async Task Call_TooLargeOrNoPost_IsRefused()
    {
        await using var rig = await Rig.StartAsync();
        var (status, _) = await WriteAsync(rig, new { number = Rig.Meta, contact = Rig.Customer, text = new string('x', 70_000) });
        using var looked = await rig.Http.GetAsync(new Uri("sandbox/incoming", UriKind.Relative));
        Assert.Equal((413, 405), (status, (int)looked.StatusCode));
    }

    [Fact]
    public async Task Script_Incoming_IsPostedAtItsTimeAndUntilItIsTaken()
    {
        var time = new ManualTime();
        SandboxIncoming[] incoming =
        [
            new(Rig.Meta, new SandboxInbound { Contact = Rig.Customer, Text = "first" }),
            new(Rig.Evolution, new SandboxInbound { Contact = Rig.Customer, Text = "second" }) { After = TimeSpan.FromSeconds(3) },
        ];
        await using var rig = await Rig.StartAsync(options => options with { Incoming = incoming }, time);
        await rig.Gateway.ReceivedAsync(1);
        await Until.TrueAsync(() => rig.Server.Webhooks.Posted == 1);
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(["first"], rig.Gateway.Events.Select(each => each.Text));

        rig.Gateway.Answer = before => before == 1 ? 503 : 200;
        time.Advance(TimeSpan.FromSeconds(0.1));
        await rig.Gateway.ReceivedAsync(2);
        await Until.TrueAsync(() => rig.Gateway.Hooks.Count == 3, "the second try", () => time.Advance(TimeSpan.FromSeconds(0.05)));
        Assert.Equal(["first", "second", "second"], rig.Gateway.Events.Select(each => each.Text));
        Assert.Equal(rig.Gateway.Hooks[1].Body, rig.Gateway.Hooks[2].Body);
    }

    [Fact]
    public void ScriptFile_Incoming_IsRead()
    {
        var result = ScriptFile.Read(Encoding.UTF8.GetBytes("""
            { "numbers": [ { "provider": "meta", "key": "1", "webhookUrl": "http://127.0.0.1:1/x", "webhookSecret": "s" } ],
              "incoming": [ { "number": "1", "contact": "15550001001", "text": "hola", "name": "Ana", "id": "wamid.1", "afterSeconds": 1.5 } ] }
            """));
        Assert.Empty(result.Problems);
        var incoming = Assert.Single(result.Options!.Incoming);
        Assert.Equal(("1", "+15550001001", "hola", "Ana", "wamid.1", TimeSpan.FromSeconds(1.5)), (incoming.Number, incoming.Message.Contact, incoming.Message.Text, incoming.Message.Name, incoming.Message.Id, incoming.After));
    }

    private static async Task<(int Status, JsonElement Body)> WriteAsync(Rig rig, object message)
    {
        using var content = new StringContent(JsonSerializer.Serialize(message), Encoding.UTF8, "application/json");
        using var answer = await rig.Http.PostAsync(new Uri("sandbox/incoming", UriKind.Relative), content);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
