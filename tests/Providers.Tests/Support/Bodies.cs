namespace Relevo.Providers.Tests.Support;

/// <summary>Small well-formed bodies into which tests put something odd.</summary>
internal static class Bodies
{
    public static readonly string[] Providers = ["meta", "bird", "bird-v1", "messagebird", "evolution"];

    /// <summary>A Meta body with these elements of <c>messages[]</c>.</summary>
    public static string Meta(params string[] messages) => MetaValue($@"""messages"":[{string.Join(',', messages)}]");

    /// <summary>A Meta body whose value holds these properties beside the number.</summary>
    public static string MetaValue(string properties, string field = "messages") =>
        $@"{{""object"":""whatsapp_business_account"",""entry"":[{{""id"":""200000000000001"",""time"":1739321024,""changes"":[{{""value"":{{""metadata"":{{""display_phone_number"":""15550009001"",""phone_number_id"":""100000000000001""}},{properties}}},""field"":""{field}""}}]}}]}}";

    /// <summary>A text message of Meta; <paramref name="body"/> is JSON.</summary>
    public static string MetaText(string id = "wamid.1", string body = "\"hola\"", string from = "\"15550001001\"") =>
        $@"{{""from"":{from},""id"":""{id}"",""timestamp"":""1749416383"",""type"":""text"",""text"":{{""body"":{body}}}}}";

    /// <summary>A body of any provider that holds one text message; <paramref name="text"/> is JSON.</summary>
    public static string Text(string provider, string text, string id = "m1") => provider switch
    {
        "meta" => Meta(MetaText(id, text)),
        "bird" => $@"{{""service"":""channels"",""event"":""whatsapp.inbound"",""payload"":{{""id"":""{id}"",""channelId"":""c1"",""sender"":{{""contact"":{{""identifierKey"":""phonenumber"",""identifierValue"":""+15550001001""}}}},""body"":{{""type"":""text"",""text"":{{""text"":{text}}}}},""createdAt"":""2023-12-13T19:34:01.858Z""}}}}",
        "bird-v1" => $@"{{""type"":""whatsapp.received"",""timestamp"":""2026-08-01T10:00:00Z"",""data"":{{""whatsapp_id"":""{id}"",""from"":{{""phone_number"":""+15550001001""}},""to"":{{""phone_number"":""+15550009001""}},""text"":{{""body"":{text}}}}}}}",
        "messagebird" => $@"{{""type"":""message.created"",""contact"":{{""msisdn"":15550001001}},""message"":{{""id"":""{id}"",""channelId"":""c1"",""to"":""+15550009001"",""type"":""text"",""content"":{{""text"":{text}}},""direction"":""received""}}}}",
        _ => Evolution("messages.upsert", $@"{{""key"":{{""remoteJid"":""15550001001@s.whatsapp.net"",""fromMe"":false,""id"":""{id}""}},""message"":{{""conversation"":{text}}},""messageTimestamp"":1761047000}}"),
    };

    /// <summary>An Evolution body; <paramref name="data"/> is JSON.</summary>
    public static string Evolution(string name, string data) =>
        $@"{{""event"":""{name}"",""instance"":""sales-01"",""data"":{data},""destination"":""https://gw.example.com/webhooks/evolution/main/p-9f2c"",""sender"":""15550009001@s.whatsapp.net"",""apikey"":""F00D-5EC2E7""}}";
}
