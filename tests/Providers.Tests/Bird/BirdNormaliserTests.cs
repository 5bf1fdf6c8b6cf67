using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Bird;

public sealed class BirdNormaliserTests
{
    private const string Text = """ "body":{"type":"text","text":{"text":"hi"}} """;
    private const string Agent = """ "receiver":{"contacts":[{"identifierKey":"phonenumber","identifierValue":"+15550001001"}]},"reference":"" """;

    [Theory]
    [InlineData("""{"contact":{"identifierKey":"phonenumber","identifierValue":"+15550001001"}}""", "+15550001001", null)]
    [InlineData("""{"contacts":[{"identifierKey":"phonenumber","identifierValue":"15550001001"}]}""", "+15550001001", null)]
    [InlineData("""{"contact":{"identifierValue":"+15550001001"}}""", "+15550001001", null)]
    [InlineData("""{"contact":{"identifierKey":"whatsappbsuid","identifierValue":"US.13"}}""", "US.13", "US.13")]
    [InlineData("""{"contact":{"identifierKey":"whatsappbsuid","identifierValue":"US.13"}},"meta":{"extraInformation":{"phoneNumber":"+15550001001","whatsappbsuid":"US.13"}}""", "+15550001001", "US.13")]
    [InlineData("""{"contact":{"identifierKey":"phonenumber","identifierValue":"+15550001001"}},"meta":{"extraInformation":{"whatsappbsuid":"US.13"}}""", "+15550001001", "US.13")]
    [InlineData("""{},"meta":{"extraInformation":{"whatsappbsuid":"US.13"}}""", "US.13", "US.13")]
    public void Normalise_Sender_IsTheContact(string sender, string contact, string? bsuid)
    {
        var read = Inbound($@"""sender"":{sender},{Text}");
        Assert.Equal((EventKind.Message, contact, bsuid), (read.Kind, read.ContactKey, read.Bsuid));
    }

    [Theory]
    [InlineData("""{"type":"list","list":{"actions":[{"type":"postback","postback":{"text":"A","payload":"a"}}]}}""", "interactive", "A", "a")]
    [InlineData("""{"type":"interactive","interactive":{"text":"A","actions":[{"type":"postback","postback":{"payload":"a"}}]}}""", "interactive", "A", "a")]
    [InlineData("""{"type":"file","file":{"text":"t","files":[{"contentType":"video/mp4"}]}}""", "video", "t", null)]
    [InlineData("""{"type":"file","file":{"files":[{"contentType":"image/webp"}]}}""", "image", null, null)]
    [InlineData("""{"type":"file","file":{"files":[]}}""", "document", null, null)]
    public void Normalise_Body_IsRead(string body, string type, string? text, string? payload)
    {
        var read = Inbound($@"{Sender},""body"":{body}");
        Assert.Equal((EventKind.Message, type, text, payload), (read.Kind, read.Type, read.Text, read.Payload));
    }

    [Theory]
    [InlineData("""{"type":"order","order":{}}""", "order")]
    [InlineData("""{"type":"text","text":"hi"}""", "text")]
    [InlineData("""{"type":"text"}""", "text")]
    [InlineData("""{"type":"image","image":{"images":[7]}}""", "image")]
    [InlineData("7", null)]
    [InlineData("null", null)]
    public void Normalise_BodyWeDoNotKnow_KeepsItsPlaceInTheConversation(string body, string? type)
    {
        var read = Inbound($@"{Sender},""body"":{body}");
        Assert.Equal((EventKind.Unknown, type, "bird:c1:m1", "bird:c1:+15550001001"), (read.Kind, read.Type, read.DedupeKey, read.ConversationKey));
    }

    [Theory]
    [InlineData("processing", "accepted")]
    [InlineData("queued", "accepted")]
    [InlineData("read", "read")]
    [InlineData("rejected", "rejected")]
    [InlineData("failed", "failed")]
    [InlineData("of_tomorrow", "unknown")]
    public void Normalise_StatusWord_IsOurs(string word, string status)
    {
        var read = Assert.Single(Outbound($@"{Agent[..^3]}""ours"",{Text},""status"":""{word}"""));
        Assert.Equal((EventKind.Status, status, word, "bird:c1:m1:" + word, "ours"), (read.Kind, read.Status, read.ProviderStatus, read.DedupeKey, read.CorrelationId));
    }

    [Fact]
    public void Normalise_AgentsMessageAcceptedAndThenDelivered_IsOneEchoThatMoves()
    {
        var accepted = Outbound($@"{Agent},{Text},""status"":""accepted""");
        var delivered = Outbound($@"{Agent},{Text},""status"":""delivered""");
        Assert.Equal([EventKind.Echo], accepted.ConvertAll(item => item.Kind));
        Assert.Equal([EventKind.Echo, EventKind.Status], delivered.ConvertAll(item => item.Kind));
        Assert.Equal(accepted[0].DedupeKey, delivered[0].DedupeKey);
        Assert.Equal(("delivered", "bird:c1:m1:delivered"), (delivered[1].Status, delivered[1].DedupeKey));
    }

    [Fact]
    public void Normalise_AgentsMessageWithoutBody_IsAnEchoToBeFetched()
    {
        var read = Assert.Single(Outbound($@"{Agent},""status"":""accepted"""));
        Assert.Equal((EventKind.Echo, null, "m1"), (read.Kind, read.Type, read.ProviderMessageId));
    }

    [Theory]
    [InlineData("""{"connector":{"identifierValue":"+15550001001"}}""")]
    [InlineData("""{"contact":{"identifierKey":"phonenumber","identifierValue":"+15550001001"}}""")]
    public void Normalise_ReceiverInAnotherForm_IsTheContact(string receiver) =>
        Assert.Equal("+15550001001", Outbound($@"""receiver"":{receiver},""reference"":""ours"",""status"":""sent""")[0].ContactKey);

    [Theory]
    [InlineData("""{"failure":{"code":15005,"source":{"name":"whatsapp","code":131047}}}""", "131047")]
    [InlineData("""{"failure":{"code":15005,"source":{"name":"whatsapp","code":""}}}""", "15005")]
    [InlineData("""{"failure":{"code":14001,"source":{"name":"accounting","code":"9"}}}""", "14001")]
    [InlineData("""{"reason":"details: x; reason: y; code: 131026"}""", "131026")]
    [InlineData("""{"reason":"details: x; code: none"}""", null)]
    [InlineData("""{"reason":""}""", null)]
    public void Normalise_Failure_HasTheCodeThatDecides(string failure, string? code) =>
        Assert.Equal(code, Outbound($@"""receiver"":{{}},""reference"":""ours"",""status"":""failed"",{failure[1..^1]}")[0].ErrorCode);

    [Theory]
    [InlineData("clicked")]
    [InlineData("delivered")]
    public void Normalise_InteractionThatIsNoRead_IsUnknown(string type) =>
        Assert.Equal(EventKind.Unknown, Normalised.One("bird", $@"{{""service"":""channels"",""event"":""whatsapp.interaction"",""payload"":{{""type"":""{type}"",""messageId"":""m1"",""channelId"":""c1""}}}}").Kind);

    [Fact]
    public void Normalise_ChannelUpdated_IsAChannelEvent()
    {
        var read = Normalised.One("bird", """{"service":"channels","event":"channel.updated","payload":{"id":"c1","status":"inactive","updatedAt":"2023-12-13T19:34:01Z"}}""");
        Assert.Equal((EventKind.Channel, "c1", "inactive"), (read.Kind, read.ChannelKey, read.Status));
    }

    [Theory]
    [InlineData("""{"service":"channels","event":"sms.inbound","payload":{}}""")]
    [InlineData("""{"service":"other","event":"whatsapp.inbound","payload":{}}""")]
    [InlineData("""{"service":"channels","event":"whatsapp.inbound","payload":[]}""")]
    [InlineData("""{"service":"channels","payload":{}}""")]
    [InlineData("{}")]
    public void Normalise_OddEnvelope_KeepsTheWholeObject(string body)
    {
        var read = Normalised.One("bird", body);
        Assert.Equal((EventKind.Unknown, body), (read.Kind, Normalised.Raw(read)));
    }

    [Fact]
    public void Normalise_EmptyConnector_TakesTheConfiguredPhone()
    {
        var number = Build.Number("bird", key: "0f3c1a52-1111-4c1e-9a11-000000000001", phone: "+15550009001");
        var read = Assert.Single(Normalised.Events("bird", Fixture.Bytes("bird/whatsapp_inbound_text_empty_connector.json"), number));
        Assert.Equal("+15550009001", read.BusinessNumber);
    }

    private const string Sender = """ "sender":{"contact":{"identifierKey":"phonenumber","identifierValue":"+15550001001"}} """;

    private static InboundEvent Inbound(string properties) =>
        Normalised.One("bird", $@"{{""service"":""channels"",""event"":""whatsapp.inbound"",""payload"":{{""id"":""m1"",""channelId"":""c1"",{properties}}}}}");

    private static List<InboundEvent> Outbound(string properties) =>
        Normalised.Events("bird", $@"{{""service"":""channels"",""event"":""whatsapp.outbound"",""payload"":{{""id"":""m1"",""channelId"":""c1"",{properties}}}}}");
}
