using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Meta;

public sealed class MetaNormaliserTests
{
    [Theory]
    [InlineData("\"from\":\"15550001001\"", "+15550001001", null)]
    [InlineData("\"from\":\"+15550001001\"", "+15550001001", null)]
    [InlineData("\"from\":\"US.13\"", "US.13", "US.13")]
    [InlineData("\"from_user_id\":\"US.13\"", "US.13", "US.13")]
    [InlineData("\"from\":null,\"from_user_id\":\"US.13\"", "US.13", "US.13")]
    [InlineData("\"from\":\"15550001001\",\"from_user_id\":\"US.13\"", "+15550001001", "US.13")]
    public void Normalise_PhoneOrUserId_IsTheContact(string from, string contact, string? bsuid)
    {
        var read = Message($@"{from},""type"":""text"",""text"":{{""body"":""x""}}");
        Assert.Equal((EventKind.Message, contact, bsuid), (read.Kind, read.ContactKey, read.Bsuid));
    }

    [Theory]
    [InlineData("\"1749416383\"", 1_749_416_383_000)]
    [InlineData("1749416383", 1_749_416_383_000)]
    [InlineData("\"1749416383123\"", 1_749_416_383_123)]
    [InlineData("1749416383123", 1_749_416_383_123)]
    [InlineData("\"soon\"", null)]
    [InlineData("\"-5\"", null)]
    [InlineData("\"0\"", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("253402300800", null)]
    [InlineData("null", null)]
    public void Normalise_Time_IsSecondsOrMilliseconds(string time, long? milliseconds)
    {
        var read = Normalised.One("meta", Bodies.Meta($@"{{""id"":""1"",""from"":""15550001001"",""timestamp"":{time},""type"":""text"",""text"":{{""body"":""x""}}}}"));
        Assert.Equal(EventKind.Message, read.Kind);
        Assert.Equal(milliseconds, read.TimestampUtc?.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Normalise_ReactionTakenBack_HasNoEmoji()
    {
        var read = Message("""
            "from":"15550001001","type":"reaction","reaction":{"message_id":"wamid.x"}
            """);
        Assert.Equal((EventKind.Message, "wamid.x", null), (read.Kind, read.TargetMessageId, read.Emoji));
    }

    [Theory]
    [InlineData("""{"type":"user_changed_number","wa_id":"15550001002"}""", "+15550001002")]
    [InlineData("""{"type":"user_changed_number","user_id":"US.14"}""", "US.14")]
    [InlineData("""{"type":"user_changed_user_id","user_id":"US.14"}""", "US.14")]
    [InlineData("""{"type":"customer_identity_changed","wa_id":"15550001002"}""", null)]
    public void Normalise_SystemMessage_NamesTheNewContact(string system, string? contact) =>
        Assert.Equal(contact, Message($@"""from"":""15550001001"",""type"":""system"",""system"":{system}").NewContactKey);

    [Theory]
    [InlineData("hologram")]
    [InlineData("")]
    public void Normalise_UnknownType_KeepsItsPlaceInTheConversation(string type)
    {
        var read = Message($@"""from"":""15550001001"",""type"":""{type}""");
        Assert.Equal((EventKind.Unknown, "meta:100000000000001:1", "meta:100000000000001:+15550001001"), (read.Kind, read.DedupeKey, read.ConversationKey));
    }

    [Fact]
    public void Normalise_TypeUnknownToMeta_IsUnsupported()
    {
        var read = Message(@"""from"":""15550001001"",""type"":""unknown"",""errors"":[{""code"":131051}],""unsupported"":{""type"":""poll""}");
        Assert.Equal((EventKind.Message, "unsupported", "131051", "poll"), (read.Kind, read.Type, read.ErrorCode, read.OriginalType));
    }

    [Theory]
    [InlineData("played", EventKind.Status, "read", "played")]
    [InlineData("read", EventKind.Status, "read", null)]
    [InlineData("deleted", EventKind.Ignored, "unknown", "deleted")]
    [InlineData("warning", EventKind.Ignored, "unknown", "warning")]
    [InlineData("of_tomorrow", EventKind.Status, "unknown", "of_tomorrow")]
    public void Normalise_StatusWord_IsOurs(string word, EventKind kind, string status, string? own)
    {
        var read = Status($@"""id"":""1"",""status"":""{word}"",""recipient_id"":""15550001001""");
        Assert.Equal((kind, status, own, "meta:100000000000001:1:" + word), (read.Kind, read.Status, read.ProviderStatus, read.DedupeKey));
    }

    [Fact]
    public void Normalise_StatusInAGroup_IsOnePerParticipant()
    {
        var read = Status("""
            "id":"1","status":"read","recipient_id":"555","recipient_type":"group","recipient_participant_id":"15550001001"
            """);
        Assert.Equal(("555", "+15550001001", "meta:100000000000001:1:read:15550001001"), (read.ContactKey, read.Sender, read.DedupeKey));
    }

    [Theory]
    [InlineData("""{"id":7,"status":"read"}""")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"id":"1","status":"read","errors":{}}""")]
    [InlineData("""{"id":"1","status":"read","recipient_id":{}}""")]
    public void Normalise_OddStatus_IsUnknown(string status) =>
        Assert.Equal(EventKind.Unknown, Normalised.One("meta", Bodies.MetaValue($@"""statuses"":[{status}]")).Kind);

    [Theory]
    [InlineData("+1 555-000-9001")]
    [InlineData("15550009001")]
    [InlineData("+1 (555) 000-9001")]
    public void Normalise_OurNumber_IsWrittenOneWay(string shown) =>
        Assert.Equal("+15550009001", Normalised.One("meta", Bodies.Meta(Bodies.MetaText()).Replace("15550009001", shown, StringComparison.Ordinal)).BusinessNumber);

    [Fact]
    public void Normalise_OurNumberMissing_IsTheConfiguredOneOfThatChannelOnly()
    {
        var body = Bodies.Meta(Bodies.MetaText()).Replace("\"display_phone_number\":\"15550009001\",", "", StringComparison.Ordinal);
        Assert.Equal("+1", Normalised.One("meta", body, Build.Number("meta", key: "100000000000001", phone: "+1")).BusinessNumber);
        Assert.Null(Normalised.One("meta", body, Build.Number("meta", key: "other", phone: "+1")).BusinessNumber);
    }

    [Fact]
    public void Normalise_NoChannel_IsUnknownWithoutKeys()
    {
        var read = Normalised.One("meta", Bodies.Meta(Bodies.MetaText()).Replace("phone_number_id", "other", StringComparison.Ordinal));
        Assert.Equal((EventKind.Unknown, null, null, null), (read.Kind, read.ChannelKey, read.DedupeKey, read.ConversationKey));
    }

    [Theory]
    [InlineData("account_alerts", EventKind.Account)]
    [InlineData("account_review_update", EventKind.Account)]
    [InlineData("message_template_quality_update", EventKind.Account)]
    [InlineData("security", EventKind.Account)]
    [InlineData("history", EventKind.Ignored)]
    [InlineData("flows", EventKind.Ignored)]
    [InlineData("group_participants_update", EventKind.Ignored)]
    [InlineData("user_id_update", EventKind.Ignored)]
    [InlineData("brand_new", EventKind.Unknown)]
    public void Normalise_Field_DecidesTheKind(string field, EventKind kind)
    {
        var read = Normalised.One("meta", Bodies.MetaValue("\"x\":1", field));
        Assert.Equal((kind, field), (read.Kind, read.Type));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"entry":[]}""")]
    [InlineData("""{"entry":{}}""")]
    [InlineData("""{"entry":null,"object":"page"}""")]
    public void Normalise_NoEntry_KeepsTheWholeObject(string body)
    {
        var read = Normalised.One("meta", body);
        Assert.Equal((EventKind.Unknown, body), (read.Kind, Normalised.Raw(read)));
    }

    [Theory]
    [InlineData("\"TIER_2K\"", "TIER_2K")]
    [InlineData("2000", "2000")]
    public void Normalise_Limit_IsNumberOrWord(string limit, string text) =>
        Assert.Equal(text, Normalised.One("meta", Bodies.MetaValue($@"""max_daily_conversations_per_business"":{limit}", "business_capability_update")).Limit);

    private static InboundEvent Message(string properties) =>
        Normalised.One("meta", Bodies.Meta($@"{{""id"":""1"",""timestamp"":""1749416383"",{properties}}}"));

    private static InboundEvent Status(string properties) =>
        Normalised.One("meta", Bodies.MetaValue($@"""statuses"":[{{{properties}}}]"));
}
