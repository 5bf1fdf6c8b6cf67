using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Evolution;

public sealed class EvolutionNormaliserTests
{
    [Theory]
    [InlineData("15550001001:12@s.whatsapp.net", "", "+15550001001", null)]
    [InlineData("100000000000101@lid", "", "100000000000101@lid", null)]
    [InlineData("100000000000101:3@lid", "", "100000000000101@lid", null)]
    [InlineData("100000000000101@lid", ",\"senderPn\":\"15550001001@s.whatsapp.net\"", "+15550001001", "100000000000101@lid")]
    [InlineData("15550001001@s.whatsapp.net", ",\"previousRemoteJid\":\"100000000000101@lid\"", "+15550001001", "100000000000101@lid")]
    [InlineData("100000000000101@lid", ",\"remoteJidAlt\":\"15550001001:4@s.whatsapp.net\"", "+15550001001", "100000000000101@lid")]
    public void Normalise_PhoneAndLid_GiveOneContact(string jid, string more, string contact, string? lid)
    {
        var read = Upsert($@"""remoteJid"":""{jid}"",""fromMe"":false,""id"":""A1""{more}", """{"conversation":"hi"}""");
        Assert.Equal((EventKind.Message, contact, lid), (read.Kind, read.ContactKey, read.ContactLid));
    }

    [Fact]
    public void Normalise_OwnMessageToALid_DoesNotTakeTheSenderForTheContact()
    {
        var read = Upsert(@"""remoteJid"":""1@lid"",""senderPn"":""15550009001@s.whatsapp.net"",""fromMe"":true,""id"":""A1""", """{"conversation":"hi"}""");
        Assert.Equal((EventKind.Echo, "1@lid"), (read.Kind, read.ContactKey));
    }

    [Theory]
    [InlineData("\"participant\":\"15550001001:2@s.whatsapp.net\"", "+15550001001")]
    [InlineData("\"participant\":\"7@lid\",\"participantAlt\":\"15550001001@s.whatsapp.net\"", "+15550001001")]
    [InlineData("\"participant\":\"7@lid\",\"participantPn\":\"15550001001@s.whatsapp.net\"", "+15550001001")]
    [InlineData("\"participant\":\"7@lid\"", "7@lid")]
    [InlineData("\"participant\":\"\"", null)]
    public void Normalise_GroupMessage_NamesThePerson(string participant, string? sender)
    {
        var read = Upsert($@"""remoteJid"":""1203@g.us"",""fromMe"":false,""id"":""A1"",{participant}", """{"conversation":"hi"}""");
        Assert.Equal((EventKind.Message, "1203@g.us", sender), (read.Kind, read.ContactKey, read.Sender));
    }

    [Theory]
    [InlineData("status@broadcast")]
    [InlineData("120363000@newsletter")]
    public void Normalise_NoConversation_IsIgnored(string jid) =>
        Assert.Equal(EventKind.Ignored, Upsert($@"""remoteJid"":""{jid}"",""fromMe"":false,""id"":""A1""", """{"conversation":"hi"}""").Kind);

    [Theory]
    [InlineData("""{"extendedTextMessage":{"text":"hi","contextInfo":{"stanzaId":"Q1"}}}""", "text", "hi")]
    [InlineData("""{"messageContextInfo":{},"ephemeralMessage":{"message":{"viewOnceMessageV2":{"message":{"conversation":"hi"}}}}}""", "text", "hi")]
    [InlineData("""{"ptvMessage":{"caption":"hi"}}""", "video", "hi")]
    [InlineData("""{"senderKeyDistributionMessage":{},"liveLocationMessage":{"degreesLatitude":1,"degreesLongitude":2}}""", "location", null)]
    [InlineData("""{"contactsArrayMessage":{"contacts":[]}}""", "contacts", null)]
    [InlineData("""{"interactiveResponseMessage":{"body":{"text":"hi"},"nativeFlowResponseMessage":{"paramsJson":"{}"}}}""", "interactive", "hi")]
    [InlineData("""{"newThing":{},"conversation":"hi"}""", "text", "hi")]
    public void Normalise_KnownContent_IsRead(string message, string type, string? text)
    {
        var read = Upsert(Key, message);
        Assert.Equal((EventKind.Message, type, text), (read.Kind, read.Type, read.Text));
    }

    [Theory]
    [InlineData("""{"pollUpdateMessage":{}}""", "pollUpdateMessage")]
    [InlineData("""{"messageContextInfo":{}}""", "conversation")]
    [InlineData("{}", "conversation")]
    [InlineData("null", "conversation")]
    [InlineData("""{"conversation":7}""", "conversation")]
    [InlineData("""{"imageMessage":"x"}""", "imageMessage")]
    [InlineData("""{"ephemeralMessage":7}""", "ephemeralMessage")]
    public void Normalise_UnknownContent_KeepsItsPlaceInTheConversation(string message, string type)
    {
        var read = Upsert(Key, message);
        Assert.Equal((EventKind.Unknown, type, "evolution:sales-01:A1", "evolution:sales-01:+15550001001"), (read.Kind, read.Type, read.DedupeKey, read.ConversationKey));
    }

    [Theory]
    [InlineData("1761047000")]
    [InlineData("\"1761047000\"")]
    [InlineData("""{"low":1761047000,"high":0,"unsigned":true}""")]
    [InlineData("1761047000000")]
    public void Normalise_TimeInAnyForm_IsTheSame(string time) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_761_047_000), Upsert(Key, """{"conversation":"hi"}""", time).TimestampUtc);

    [Fact]
    public void Normalise_LongWithNegativeLow_IsTakenAsUnsigned() =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(4_294_967_295), Upsert(Key, """{"conversation":"hi"}""", """{"low":-1,"high":0}""").TimestampUtc);

    [Fact]
    public void Normalise_ListOfMessages_IsReadOneByOne()
    {
        const string One = """{"key":{"remoteJid":"15550001001@s.whatsapp.net","id":"A1"},"message":{"conversation":"a"}}""";
        var events = Normalised.Events("evolution", Bodies.Evolution("messages.upsert", "[" + One + ",7," + One.Replace("A1", "A2", StringComparison.Ordinal) + "]"));
        Assert.Equal([EventKind.Message, EventKind.Unknown, EventKind.Message], events.ConvertAll(item => item.Kind));
        Assert.Equal(One, Normalised.Raw(events[0]));
    }

    [Theory]
    [InlineData("2", "SERVER_ACK", "sent")]
    [InlineData("\"SERVER_ACK\"", "SERVER_ACK", "sent")]
    [InlineData("5", "PLAYED", "read")]
    [InlineData("0", "ERROR", "failed")]
    [InlineData("9", "9", "unknown")]
    [InlineData("\"OF_TOMORROW\"", "OF_TOMORROW", "unknown")]
    public void Normalise_StatusAsWordOrNumber_IsTheSame(string status, string word, string ours)
    {
        var read = Normalised.One("evolution", Bodies.Evolution("messages.update", $@"{{""keyId"":""A1"",""remoteJid"":""15550001001@s.whatsapp.net"",""fromMe"":true,""status"":{status}}}"));
        Assert.Equal((EventKind.Status, word, ours, "evolution:sales-01:A1:" + word), (read.Kind, read.ProviderStatus, read.Status, read.DedupeKey));
    }

    [Fact]
    public void Normalise_StatusOfVersion1_HasItsTime()
    {
        var read = Normalised.One("evolution", Bodies.Evolution("messages.update", """{"id":"A1","remoteJid":"15550001001@s.whatsapp.net","fromMe":true,"status":"READ","datetime":1761047000123,"owner":"sales-01"}"""));
        Assert.Equal((EventKind.Status, DateTimeOffset.FromUnixTimeMilliseconds(1_761_047_000_123)), (read.Kind, read.TimestampUtc));
    }

    [Fact]
    public void Normalise_StatusInAGroup_IsOnePerParticipant()
    {
        var read = Normalised.One("evolution", Bodies.Evolution("messages.update", """{"keyId":"A1","remoteJid":"1203@g.us","participant":"15550001001:2@s.whatsapp.net","fromMe":true,"status":"READ"}"""));
        Assert.Equal(("1203@g.us", "+15550001001", "evolution:sales-01:A1:READ:15550001001%3A2@s.whatsapp.net"), (read.ContactKey, read.Sender, read.DedupeKey));
    }

    [Fact]
    public void Normalise_StatusOfACustomersOwnMessage_IsIgnored() =>
        Assert.Equal(EventKind.Ignored, Normalised.One("evolution", Bodies.Evolution("messages.update", """{"keyId":"A1","remoteJid":"15550001001@s.whatsapp.net","fromMe":false,"status":"READ"}""")).Kind);

    [Theory]
    [InlineData(""","type":"REVOKE" """, EventKind.Revoke)]
    [InlineData(""","type":0""", EventKind.Revoke)]
    [InlineData("", EventKind.Revoke)]
    [InlineData(""","type":"EPHEMERAL_SETTING" """, EventKind.Ignored)]
    [InlineData(""","type":3""", EventKind.Ignored)]
    [InlineData(""","type":"MESSAGE_EDIT" """, EventKind.Ignored)]
    [InlineData(""","type":14,"editedMessage":{"extendedTextMessage":{"text":"new"}}""", EventKind.Edit)]
    [InlineData(""","type":"MESSAGE_EDIT","editedMessage":{"imageMessage":{"caption":"new"}},"timestampMs":{"low":5,"high":410}""", EventKind.Edit)]
    [InlineData(""","editedMessage":7""", EventKind.Unknown)]
    public void Normalise_ProtocolMessage_IsEditRevokeOrNothing(string more, EventKind kind)
    {
        var read = Normalised.One("evolution", Bodies.Evolution("messages.edited", $@"{{""key"":{{{Key}}}{more}}}"));
        Assert.Equal(kind, read.Kind);
        Assert.Equal(kind == EventKind.Edit ? "new" : null, read.Text);
    }

    [Fact]
    public void Normalise_TwoEditsWithoutTime_HaveNoKeyToConfuseThem() =>
        Assert.Null(Normalised.One("evolution", Bodies.Evolution("messages.edited", $@"{{""key"":{{{Key}}},""editedMessage"":{{""conversation"":""x""}}}}")).DedupeKey);

    [Fact]
    public void Normalise_KeyAsTheCustomersPhoneSeesIt_IsNotAConversationWithOurselves()
    {
        var read = Normalised.One("evolution", Bodies.Evolution("messages.delete", """{"remoteJid":"15550009001@s.whatsapp.net","fromMe":true,"id":"A1"}"""));
        Assert.Equal((EventKind.Revoke, null, null, "evolution:sales-01:A1:revoke"), (read.Kind, read.ContactKey, read.ConversationKey, read.DedupeKey));
    }

    [Theory]
    [InlineData("instance.create", EventKind.Channel, "create")]
    [InlineData("remove.instance", EventKind.Channel, "remove")]
    [InlineData("instance.delete", EventKind.Channel, "delete")]
    [InlineData("call", EventKind.Ignored, null)]
    [InlineData("groups.upsert", EventKind.Ignored, null)]
    [InlineData("new.jwt", EventKind.Ignored, null)]
    [InlineData("send.message.update", EventKind.Unknown, null)]
    [InlineData("of.tomorrow", EventKind.Unknown, null)]
    public void Normalise_OtherEvents_AreKeptByKind(string name, EventKind kind, string? status)
    {
        var read = Normalised.One("evolution", Bodies.Evolution(name, """{"a":1}"""));
        Assert.Equal((kind, status, name, """{"a":1}"""), (read.Kind, read.Status, read.Type, Normalised.Raw(read)));
    }

    [Theory]
    [InlineData("""{"event":"messages.upsert","data":{"a":1},"apikey":"k"}""", "messages.upsert", """{"a":1}""")]
    [InlineData("""{"instance":"sales-01","data":{"a":1},"apikey":"k"}""", null, """{"instance":"sales-01","data":{"a":1}}""")]
    [InlineData("""{"event":"messages.upsert","instance":"sales-01","apikey":"k"}""", "messages.upsert", """{"event":"messages.upsert","instance":"sales-01"}""")]
    [InlineData("""{"event":"messages.upsert","instance":"sales-01","data":"x","apikey":"k"}""", "messages.upsert", "\"x\"")]
    [InlineData("{}", null, "{}")]
    public void Normalise_OddEnvelope_IsUnknown(string body, string? type, string raw)
    {
        var read = Normalised.One("evolution", body);
        Assert.Equal((EventKind.Unknown, type, raw), (read.Kind, read.Type, Normalised.Raw(read)));
    }

    [Fact]
    public void Normalise_NoSenderYet_TakesTheConfiguredPhone()
    {
        var number = Build.Number("evolution", key: "sales-01", phone: "+15550009001");
        Assert.Equal("+15550009001", Normalised.One("evolution", """{"event":"connection.update","instance":"sales-01","data":{"state":"open"},"sender":null}""", number).BusinessNumber);
        Assert.Null(Normalised.One("evolution", """{"event":"connection.update","instance":"other","data":{"state":"open"},"sender":null}""", number).BusinessNumber);
    }

    private const string Key = """ "remoteJid":"15550001001@s.whatsapp.net","fromMe":false,"id":"A1" """;

    private static InboundEvent Upsert(string key, string message, string time = "1761047000") =>
        Normalised.One("evolution", Bodies.Evolution("messages.upsert", $@"{{""key"":{{{key}}},""message"":{message},""messageType"":""conversation"",""messageTimestamp"":{time}}}"));
}
