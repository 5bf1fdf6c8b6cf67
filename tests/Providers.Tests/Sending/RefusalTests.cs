using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>What a provider cannot do is said before it is asked, and asked anyway it is not called.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> Refused()
    {
        var data = new TheoryData<string, string>();
        foreach (var (provider, name) in Cases.Keys)
        {
            data.Add(provider, name);
        }

        return data;
    }

    private static Dictionary<(string Provider, string Name), OutboundMessage> Cases { get; } = new()
    {
        [("meta", "lid")] = Sample.Text(to: "1@lid"),
        [("meta", "jid of a group")] = Sample.Text(to: "1@g.us"),
        [("meta", "long caption")] = Sample.Media(OutboundType.Image, caption: new string('x', 1025)),
        [("meta", "long text above buttons")] = Sample.Buttons() with { Text = new string('x', 1025) },
        [("bird", "lid")] = Sample.Text(to: "1@lid"),
        [("bird", "group")] = Sample.Text(to: "555555555"),
        [("bird", "sticker")] = Sample.Media(OutboundType.Sticker),
        [("bird", "reaction")] = Sample.Reaction(),
        [("bird", "media by id")] = Sample.Media(OutboundType.Image, url: null, id: "7"),
        [("bird", "sound of unknown kind")] = Sample.Media(OutboundType.Audio),
        [("bird", "buttons with a footer")] = Sample.Buttons(footer: "x"),
        [("bird", "buttons with a header")] = Sample.Buttons(header: "x"),
        [("bird", "list with a footer")] = Sample.List("x", new OutboundRow("1", "A", null)),
        [("bird", "rows with a description")] = Sample.List(null, new OutboundRow("1", "A", "B")),
        [("bird", "picture in a template")] = Sample.Template("t", "es", """[{"type":"header","parameters":[{"type":"image","image":{"link":"https://example.com/a"}}]}]"""),
        [("bird-v1", "bsuid")] = Sample.Text(to: "US.134"),
        [("bird-v1", "quote")] = Sample.Text() with { ReplyTo = "m" },
        [("bird-v1", "buttons")] = Sample.Buttons(),
        [("bird-v1", "list")] = Sample.List(null, new OutboundRow("1", "A", null)),
        [("bird-v1", "reaction")] = Sample.Reaction(),
        [("bird-v1", "media by id")] = Sample.Media(OutboundType.Image, url: null, id: "7"),
        [("evolution", "template")] = Sample.Template("t", "es", null),
        [("evolution", "bsuid")] = Sample.Text(to: "US.134"),
        [("evolution", "group of the cloud")] = Sample.Text(to: "555555555"),
        [("evolution", "media by id")] = Sample.Media(OutboundType.Image, url: null, id: "7"),
    };

    private static OutboundMessage[] Halves { get; } =
    [
        Sample.Text(""),
        Sample.Text(new string('x', 4097)),
        Sample.Text() with { Type = OutboundType.Image },
        Sample.Media(OutboundType.Image, id: "7"),
        Sample.Media(OutboundType.Image, url: null, id: "7\r\n"),
        Sample.Media(OutboundType.Audio, caption: "x"),
        Sample.Media(OutboundType.Sticker, caption: "x"),
        Sample.Text() with { Type = OutboundType.Template },
        Sample.Template("", "es", null),
        Sample.Template("t", "", null),
        Sample.Template("t", "es", "{}"),
        Sample.Text() with { Type = OutboundType.Buttons },
        Sample.Buttons() with { Text = null },
        Sample.Buttons() with { Interactive = new OutboundInteractive(null, null, null, [], []) },
        Sample.List(null),
        Sample.List(null, [.. Enumerable.Range(0, 11).Select(i => new OutboundRow($"{i}", "A", null))]),
        Sample.Text() with { Type = OutboundType.Location },
        Sample.Text() with { Type = OutboundType.Location, Location = new OutboundLocation(double.NaN, 0, null, null) },
        Sample.Text() with { Type = OutboundType.Reaction },
        Sample.Reaction(id: ""),
        Sample.Text() with { Type = (OutboundType)99 },
        Sample.Text() with { ReplyTo = "a\r\nb" },
    ];

    [Theory, MemberData(nameof(Refused))]
    public async Task Refusal_WhatTheProviderCannotDo_IsASentenceAndNoCall(string provider, string name)
    {
        using var rig = new SendRig();
        await using var server = new RawServer(RawServer.Answer(200));
        var message = Cases[(provider, name)];
        var sentence = Sample.Protocol(provider).Refusal(message);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        var outcome = await rig.Client.SendAsync(Sample.Protocol(provider), message, Sample.Account(provider, server.Url), Sample.Correlation, CancellationToken.None);
        Assert.Equal((FailureClass.FailPermanent, "unsupported", true), (outcome.Class, outcome.Code, outcome.IsSurelyNotSent));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void Refusal_HalfAMessage_IsRefusedByAll() =>
        Assert.All(Halves, message => Assert.All(Sample.Senders, provider => Assert.NotNull(Sample.Protocol(provider).Refusal(message))));

    [Fact]
    public void AccountProblem_MissingParts_AreNamed()
    {
        Assert.Contains("ApiToken", Sample.Protocol("meta").AccountProblem(Sample.Account("meta") with { ApiToken = null }), StringComparison.Ordinal);
        Assert.Contains("WorkspaceId", Sample.Protocol("bird").AccountProblem(Sample.Account("bird") with { WorkspaceId = null }), StringComparison.Ordinal);
        Assert.Contains("BaseUrl", Sample.Protocol("evolution").AccountProblem(Sample.Account("evolution") with { BaseUrl = null }), StringComparison.Ordinal);
        Assert.Contains("Phone", Sample.Protocol("bird-v1").AccountProblem(Sample.Account("bird-v1", key: "x") with { Phone = null }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("meta", true, true, false)]
    [InlineData("bird", true, true, false)]
    [InlineData("bird-v1", true, true, true)]
    [InlineData("evolution", false, false, false)]
    public void Find_Provider_SaysWhatItIs(string provider, bool window, bool echoes, bool idempotent)
    {
        var protocol = SendProtocols.Find(provider)!;
        Assert.Equal((provider, window, echoes, idempotent), (protocol.Provider, protocol.HasWindow, protocol.EchoesCorrelation, protocol.IsIdempotent));
    }

    [Theory, InlineData("messagebird"), InlineData("nobody"), InlineData("Meta")]
    public void Find_OthersThanThese_IsNull(string provider) => Assert.Null(SendProtocols.Find(provider));
}
