using System.Text;
using System.Text.Json;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I06, I07: whatever is authentic is kept, byte for byte, however it is written; nothing makes the gateway fail.</summary>
public sealed class HostileJsonTests : IAsyncLifetime
{
    private Rig _rig = null!;
    private Webhooks _webhooks = null!;

    /// <summary>Bodies that are not what Meta sends; each must be delivered as the unknown it is, with its very bytes.</summary>
    private static IEnumerable<(string Name, byte[] Body)> Strange()
    {
        yield return ("100,000 levels of arrays", Encoding.ASCII.GetBytes(new string('[', 100_000) + new string(']', 100_000)));
        yield return ("100,000 levels of objects", Encoding.ASCII.GetBytes(Repeat("{\"a\":", 100_000) + "1" + new string('}', 100_000)));
        yield return ("deep inside an envelope", Encoding.ASCII.GetBytes("{\"object\":\"whatsapp_business_account\",\"entry\":" + new string('[', 5000) + new string(']', 5000) + "}"));
        yield return ("array of a million", Encoding.ASCII.GetBytes("[" + Repeat("1,", 1_000_000) + "1]"));
        yield return ("number of 3 MB", Encoding.ASCII.GetBytes("{\"a\":" + new string('9', 3_000_000) + "}"));
        yield return ("huge exponent", "{\"object\":1e999999999,\"id\":-1e-999999999}"u8.ToArray());
        yield return ("duplicate keys", "{\"object\":\"whatsapp_business_account\",\"object\":\"page\",\"entry\":1,\"entry\":[]}"u8.ToArray());
        yield return ("not closed", "{\"object\":\"whatsapp_business_account\",\"entry\":["u8.ToArray());
        yield return ("not JSON", "<xml>hola</xml>"u8.ToArray());
        yield return ("only spaces", "   \r\n"u8.ToArray());
        yield return ("only NUL", new byte[64]);
        yield return ("a scalar", "42"u8.ToArray());
        yield return ("null", "null"u8.ToArray());
        yield return ("entry of the wrong type", "{\"object\":\"whatsapp_business_account\",\"entry\":{\"0\":{\"changes\":7}}}"u8.ToArray());
        yield return ("byte order mark", [0xEF, 0xBB, 0xBF, .. MetaBody.Message("wamid.bom", "15560000010", "hola")]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes("{\"object\":\"whatsapp_business_account\"}"));
        yield return ("invalid UTF-8", Text("wamid.invalid", [0xC3, 0x28, 0xFF, 0xFE]));
        yield return ("overlong slash", Text("wamid.overlong", [0xC0, 0xAF]));
        yield return ("UTF-8 of a surrogate", Text("wamid.cesu", [0xED, 0xA0, 0x80]));
        yield return ("raw control character", Text("wamid.control", [0x01, 0x0A]));
    }

    /// <summary>Texts that are unusual and legal; each must arrive as the same text.</summary>
    private static IEnumerable<(string Name, string Json, string? Text)> Unusual()
    {
        yield return ("escaped NUL", "a\\u0000b", "a\0b");
        yield return ("lone high surrogate", "a\\ud800b", null);
        yield return ("lone low surrogate", "\\udc00", null);
        yield return ("reversed surrogates", "\\udc00\\ud800", null);
        yield return ("right-to-left override and zero width", "\\u202eevil\\u200b\\u200d\\ufeff", "\u202eevil\u200b\u200d\ufeff");
        yield return ("family of emoji", "👨‍👩‍👧‍👦🏳️‍🌈", "👨‍👩‍👧‍👦🏳️‍🌈");
        yield return ("65,000 combining marks", "Z" + new string('\u0301', 65_000), "Z" + new string('\u0301', 65_000));
        yield return ("escapes of every kind", "\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4", "\"\\/\b\f\n\r\tä");
        yield return ("noncharacters", "\\ufffe\\uffff", "\ufffe\uffff");
        yield return ("injection of all sorts", "'; DROP TABLE events;-- {{7*7}} ${jndi:ldap://x} \\r\\n\\r\\nHTTP/1.1 200 OK", "'; DROP TABLE events;-- {{7*7}} ${jndi:ldap://x} \r\n\r\nHTTP/1.1 200 OK");
    }

    public async Task InitializeAsync()
    {
        _rig = await Rig.StartedAsync();
        _webhooks = new Webhooks(_rig.Url);
    }

    public async Task DisposeAsync()
    {
        _webhooks.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task I06_I07_StrangeBodies_AreKeptByteForByte()
    {
        var wrong = new List<string>();
        foreach (var (name, body) in Strange())
        {
            var answer = await _webhooks.PostAsync(body);
            if (answer.Status != 200)
            {
                wrong.Add($"{name}: {answer}");
            }
            else if (!await Wait.HoldsAsync(() => Task.FromResult(_rig.Application.Deliveries.Any(delivery => Carries(delivery, body))), TimeSpan.FromSeconds(10)))
            {
                wrong.Add($"{name}: not delivered with its bytes");
            }
        }

        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong)}\n{_rig.Gateway.Output}");
        Assert.All(_rig.Application.Deliveries, delivery => Assert.Null(delivery.Flaw));
        Assert.DoesNotContain("Unhandled", _rig.Gateway.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I07_UnusualTexts_ArriveAsTheyAre()
    {
        var wrong = new List<string>();
        var number = 0;
        foreach (var (name, json, text) in Unusual())
        {
            var id = $"wamid.unusual{number++}";
            var body = Text(id, Encoding.UTF8.GetBytes(json));
            var answer = await _webhooks.PostAsync(body);
            bool Arrived() => _rig.Application.Deliveries.Any(delivery => delivery.ProviderMessageId == id && (text is null || (delivery.Text == text && delivery.RawText == text))) || _rig.Application.Deliveries.Any(delivery => text is null && Carries(delivery, body));
            if (answer.Status != 200 || !await Wait.HoldsAsync(() => Task.FromResult(Arrived()), TimeSpan.FromSeconds(10)))
            {
                wrong.Add($"{name}: {answer}, arrived {_rig.Application.Of(id).Count()} times");
            }
        }

        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong)}\n{_rig.Gateway.Output}");
    }

    /// <summary>Many at once: a body's work is bounded, so honest ones beside them do not wait.</summary>
    [Fact]
    public async Task I06_DeepBodiesBesideHonestOnes_StarveNobody()
    {
        var deep = Encoding.ASCII.GetBytes(new string('[', 1_000_000));
        var hostile = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _webhooks.PostAsync(deep)));
        for (var i = 0; i < 20; i++)
        {
            await _webhooks.AcceptAsync($"wamid.honest{i}", "15560000011");
        }

        Assert.All(await hostile, answer => Assert.True(answer.Status is 200 or 503, answer.ToString()));
        await Wait.UntilAsync(() => Enumerable.Range(0, 20).All(i => _rig.Application.Accepted($"wamid.honest{i}") == 1), "honest events are delivered");
    }

    /// <summary>The event holds the bytes, as the raw object or as base64; a byte order mark may be understood.</summary>
    private static bool Carries(Arrival delivery, byte[] body)
    {
        using var document = JsonDocument.Parse(delivery.Body);
        return (delivery is { ProviderMessageId: "wamid.bom", Text: "hola" } && body[0] == 0xEF)
            || (document.RootElement.TryGetProperty("rawBase64", out var packed) && packed.GetString() == Convert.ToBase64String(body))
            || (document.RootElement.TryGetProperty("raw", out var raw) && raw.GetRawText().AsSpan().SequenceEqual(Encoding.UTF8.GetString(body)));
    }

    private static byte[] Text(string id, byte[] text)
    {
        var body = MetaBody.Message(id, "15560000012", "§");
        var mark = "\\u00A7"u8;
        var at = body.AsSpan().IndexOf(mark);
        return [.. body.AsSpan(0, at), .. text, .. body.AsSpan(at + mark.Length)];
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
