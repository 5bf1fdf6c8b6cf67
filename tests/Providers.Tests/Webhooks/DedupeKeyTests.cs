using Relevo.Contracts.Messages;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Webhooks;

/// <summary>Different things never share a key; the same thing always does.</summary>
public sealed class DedupeKeyTests
{
    private static readonly string[] Ids = ["1", "1:read", "1:sent", "1%3Aread", "1%3aread", "1%253Aread", "1:revoke", "1:edit:1761047030000", "1:edit", "1%", ":", "1:", ":1", "c:1", "1:read:p"];
    private static readonly string[] Channels = ["c", "c:1", "c%3A1", "c:", ":c"];
    private static readonly string[] Words = ["read", "sent", "revoke", "edit", "%revoke", "read:p", "edit:1761047030000", ""];

    [Fact]
    public void Normalise_DistinctEvents_NeverShareAKey()
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (identity, body, provider) in Everything())
        {
            foreach (var item in Normalised.Events(provider, body))
            {
                if (item.DedupeKey is { } key && !keys.TryAdd(key, identity))
                {
                    Assert.Equal(identity, keys[key]);
                }
            }
        }

        Assert.True(keys.Count > 1_000, $"{keys.Count} keys");
    }

    [Fact]
    public void Normalise_SameMessageUnderPhoneAndLid_HasOneKey()
    {
        var phone = Bodies.Text("evolution", "\"hi\"", "A1");
        var lid = phone.Replace("15550001001@s.whatsapp.net", "100000000000101@lid", StringComparison.Ordinal);
        Assert.Equal(Normalised.One("evolution", phone).DedupeKey, Normalised.One("evolution", lid).DedupeKey);
    }

    [Fact]
    public void Normalise_AnyFixture_StatusKeysAreNoMessageKeys()
    {
        var all = Fixture.Bodies().SelectMany(file => Normalised.Events(Fixture.ProviderOf(file), Fixture.Bytes(file))).ToArray();
        var messages = all.Where(item => item.Kind is EventKind.Message or EventKind.Echo).Select(item => item.DedupeKey).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(all, item => item.Kind is not (EventKind.Message or EventKind.Echo) && messages.Contains(item.DedupeKey) && item.DedupeKey is not null);
    }

    // Identity: provider, number, id, kind; for receipts the word and the participant too.
    private static IEnumerable<(string Identity, string Body, string Provider)> Everything()
    {
        foreach (var id in Ids)
        {
            yield return ($"bird-v1 {id} message", Bodies.Text("bird-v1", "\"x\"", id), "bird-v1");
            yield return ($"bird-v1 {id} read", BirdV1Status(id), "bird-v1");
            foreach (var channel in Channels)
            {
                yield return ($"meta {channel} {id} message", InChannel(Bodies.Text("meta", "\"x\"", id), "100000000000001", channel), "meta");
                yield return ($"bird {channel} {id} message", InChannel(Bodies.Text("bird", "\"x\"", id), "c1", channel), "bird");
                yield return ($"messagebird {channel} {id} message", InChannel(Bodies.Text("messagebird", "\"x\"", id), "c1", channel), "messagebird");
                yield return ($"evolution {channel} {id} message", InChannel(Bodies.Text("evolution", "\"x\"", id), "sales-01", channel), "evolution");
                yield return ($"evolution {channel} {id} revoke", InChannel(Evolution("messages.delete", id, ""), "sales-01", channel), "evolution");
                yield return ($"evolution {channel} {id} edit", InChannel(Edit(id), "sales-01", channel), "evolution");
                foreach (var word in Words)
                {
                    yield return ($"meta {channel} {id} status {word}", InChannel(MetaStatus(id, word, ""), "100000000000001", channel), "meta");
                    yield return ($"meta {channel} {id} status {word} p", InChannel(MetaStatus(id, word, ",\"recipient_participant_id\":\"p\""), "100000000000001", channel), "meta");
                    yield return ($"evolution {channel} {id} status {word}", InChannel(Evolution("messages.update", id, $@",""status"":""{word}"""), "sales-01", channel), "evolution");
                }
            }
        }
    }

    private static string InChannel(string body, string from, string to) => body.Replace($"\"{from}\"", $"\"{to}\"", StringComparison.Ordinal);

    private static string MetaStatus(string id, string word, string more) =>
        Bodies.MetaValue($@"""statuses"":[{{""id"":""{id}"",""status"":""{word}"",""recipient_id"":""15550001001""{more}}}]");

    private static string Evolution(string name, string id, string more) =>
        Bodies.Evolution(name, $@"{{""id"":""{id}"",""remoteJid"":""15550001001@s.whatsapp.net""{more}}}");

    private static string Edit(string id) =>
        Bodies.Evolution("messages.edited", $@"{{""key"":{{""id"":""{id}"",""remoteJid"":""15550001001@s.whatsapp.net""}},""editedMessage"":{{""conversation"":""x""}},""timestampMs"":""1761047030000""}}");

    private static string BirdV1Status(string id) =>
        Bodies.Text("bird-v1", "\"x\"", id).Replace("whatsapp.received", "whatsapp.read", StringComparison.Ordinal);
}
