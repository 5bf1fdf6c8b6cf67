using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>What applications ask about a message of a customer: its picture, and the mark that it was read.</summary>
public sealed class MediaTests
{
    private static readonly byte[] Picture = [0xFF, 0xD8, .. Enumerable.Range(0, 100_000).Select(n => (byte)(n * 7))];

    [Fact]
    public async Task Media_PictureOfACustomer_ComesAsTheProviderHasIt()
    {
        await using var rig = await SendRig.CreateAsync(["a"]);
        await rig.Rig.StartAsync();
        var id = await PictureAsync(rig);
        using var answer = await rig.Rig.Client.SendAsync(HttpMethod.Get, "/api/media/" + id);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Picture, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task ReadMark_MessageOfACustomer_ReachesTheProvider()
    {
        await using var rig = await SendRig.CreateAsync(["a"]);
        await rig.Rig.StartAsync();
        var id = await PictureAsync(rig);
        using var answer = await rig.Rig.Client.SendAsync(HttpMethod.Post, $"/api/events/{id}/read", new JsonObject { ["typing"] = true }, Known.SendKey);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var mark = Assert.Single(rig.Sandbox.Sends.Snapshot());
        var arrival = rig.Rig.Application.Deliveries.First();
        Assert.Equal(("mark-read", arrival.ProviderMessageId), (mark.Type, mark.Text));
        await rig.BalancedAsync();
    }

    [Fact]
    public async Task Media_AddressInsideTheOwnNetwork_IsNeverCalled()
    {
        using var canary = new TcpListener(IPAddress.Loopback, 0);
        canary.Start();
        var port = ((IPEndPoint)canary.LocalEndpoint).Port;
        await using var rig = await SendRig.CreateAsync(["a"]);
        await rig.Rig.StartAsync();
        var id = await PictureAsync(rig);
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0", "127.1"])
        {
            var body = new JsonObject { ["url"] = $"http://{host}:{port}/picture", ["mime_type"] = "image/jpeg", ["id"] = "picture" };
            rig.Sandbox.Script.Put(new SandboxRule { Name = "elsewhere", Type = "media", Status = 200, Body = body.ToJsonString() });
            using var answer = await rig.Rig.Client.SendAsync(HttpMethod.Get, "/api/media/" + id);
            Assert.True(answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.NotFound or HttpStatusCode.Conflict, $"{host}: {(int)answer.StatusCode}");
        }

        Assert.True(rig.Sandbox.Script.CallsOf("elsewhere") > 0, "The provider was not asked.");
        Assert.False(canary.Pending());
    }

    /// <summary>A customer sends a picture; the id of its event.</summary>
    private static async Task<string> PictureAsync(SendRig rig)
    {
        rig.Sandbox.Media.Add(new SandboxMedium("picture", "image/jpeg", Picture));
        Assert.Equal(200, await rig.Sandbox.PostInboundAsync(SendRig.KeyOf(0), new SandboxInbound { Contact = SendRig.Phone(1), MediaId = "picture" }, CancellationToken.None));
        Arrival? arrival = null;
        await Wait.UntilAsync(() => (arrival = rig.Rig.Application.Deliveries.FirstOrDefault(known => known.Kind == "message")) is not null, "the application has it");
        using var document = JsonDocument.Parse(arrival!.Body);
        return document.RootElement.GetProperty("id").GetString()!;
    }
}
