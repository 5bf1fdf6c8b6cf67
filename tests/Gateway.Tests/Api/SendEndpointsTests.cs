using System.Text.Json;
using Relevo.Contracts.Identity;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Api;

/// <summary>Sends over HTTP: durable before the answer, once per idempotency key, each mistake named.</summary>
public sealed class SendEndpointsTests : IAsyncLifetime
{
    private const string Add = "/api/queue/add";
    private const string Bulk = "/api/queue/bulk";
    private const string Schedule = "/api/queue/schedule";

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory, InlineData("/api/queue/add"), InlineData("/api/whatsapp/queue/add")]
    public async Task Add_Text_IsDurableBeforeTheAnswer(string path)
    {
        var (status, answer) = await _host.CallAsync("POST", path, Text("hola"));
        Assert.Equal(200, status);
        Assert.Equal((true, 1, 0), (answer.GetProperty("success").GetBoolean(), answer.GetProperty("queuePosition").GetInt32(), answer.GetProperty("estimatedDelay").GetDouble()));

        var record = _host.Store.Find(Id(answer))!;
        Assert.Equal((Queues.Sends, MessageState.Waiting), (record.Queue, record.State));
        var (_, shown) = await _host.CallAsync("GET", "/api/messages/" + Id(answer));
        Assert.Equal(("queued", "out"), (shown.GetProperty("state").GetString(), shown.GetProperty("direction").GetString()));
        Assert.Equal("hola", shown.GetProperty("content").GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Add_BehindOthers_EstimatesItsPlace()
    {
        for (var i = 0; i < 3; i++)
        {
            await _host.CallAsync("POST", Add, Text("a"));
        }

        _host.Gauges.Read();
        var (_, answer) = await _host.CallAsync("POST", Add, Text("b"));
        Assert.Equal(4, answer.GetProperty("queuePosition").GetInt32());
        Assert.InRange(answer.GetProperty("estimatedDelay").GetDouble(), 0, 30);
    }

    [Theory]
    [InlineData("nobody", "text", "\"content\":\"x\"", "from")]
    [InlineData("evo-1", "template", "\"template\":{\"name\":\"reopen\"}", "template.name")]
    [InlineData("evo-1", "template", "\"template\":{\"name\":\"unknown\",\"language\":\"es\"}", "messageType")]
    [InlineData("bird-mx", "sticker", "\"mediaUrl\":\"https://files.example.com/a\"", "messageType")]
    [InlineData("bird-mx", "media", "\"mediaType\":\"sticker\",\"mediaUrl\":\"https://files.example.com/a\"", "mediaType")]
    [InlineData("bird-mx", "video", "\"mediaUrl\":\"https://files.example.com/a\"", "mimeType")]
    [InlineData("bird-mx", "image", "\"mediaId\":\"1\"", "mediaId")]
    [InlineData("bird-mx", "interactive", "\"interactive\":{\"type\":\"buttons\",\"body\":\"b\",\"footer\":\"f\",\"buttons\":[{\"id\":\"1\",\"title\":\"t\"}]}", "interactive.footer")]
    [InlineData("bird-mx", "template", "\"template\":{\"name\":\"reopen\",\"components\":[{\"type\":\"header\",\"parameters\":[{\"type\":\"image\"}]}]}", "template.components")]
    [InlineData(null, "template", "\"template\":{\"name\":\"unknown\"}", "template.language")]
    public async Task Add_WhatNoNumberCanDo_IsRefusedAtOnce(string? from, string type, string content, string field)
    {
        var sender = from is null ? "" : $"\"from\":\"{from}\",";
        var (status, answer) = await _host.CallAsync("POST", Add, $"{{\"recipientPhone\":\"34600000000\",{sender}\"messageType\":\"{type}\",{content}}}");
        Assert.Equal((400, field), (status, answer.GetProperty("details")[0].GetProperty("field").GetString()));
        Assert.DoesNotContain("..", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(answer.GetProperty("details").EnumerateArray(), detail => detail.GetProperty("problem").GetString()!.EndsWith('.'));
        Assert.Equal(0, _host.Store.Count(sends: true).Accepted);
    }

    [Theory]
    [InlineData("\"from\":\"nobody\",\"messageType\":\"text\",\"content\":\"\",\"priority\":\"soon\"", "content,priority,from")]
    [InlineData("\"from\":7,\"messageType\":\"text\"", "content,from")]
    [InlineData("\"from\":\"nobody\",\"messageType\":\"template\",\"template\":{\"name\":\"unknown\"},\"priority\":\"soon\"", "priority,from")]
    [InlineData("\"messageType\":\"template\",\"template\":{\"name\":\"unknown\"},\"priority\":\"soon\"", "priority,template.language")]
    [InlineData("\"from\":\"bird-mx\",\"messageType\":\"reaction\",\"reaction\":{\"messageId\":\"1\",\"emoji\":\"\"},\"nope\":1", "nope,messageType")]
    public async Task Add_SeveralMistakes_AreNamedAtOnce(string content, string fields)
    {
        var (status, answer) = await _host.CallAsync("POST", Add, $"{{\"recipientPhone\":\"34600000000\",{content}}}");
        Assert.Equal((400, fields), (status, string.Join(',', answer.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("field").GetString()))));
    }

    [Fact]
    public async Task Add_SameKeySameBody_AnswersTheFirstResultAgain()
    {
        var first = await _host.CallAsync("POST", Add, Text("a"), "send-key-1", ("Idempotency-Key", "k1"));
        var again = await _host.CallAsync("POST", Add, Text("a"), "send-key-1", ("Idempotency-Key", "k1"));
        Assert.Equal((200, 200, Id(first.Body)), (first.Status, again.Status, Id(again.Body)));
        Assert.Equal(1, _host.Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Add_SameKeyAnotherBody_Is409()
    {
        await _host.CallAsync("POST", Add, Text("a"), headers: ("Idempotency-Key", "k1"));
        var (status, answer) = await _host.CallAsync("POST", Add, Text("b"), headers: ("Idempotency-Key", "k1"));
        Assert.Equal((409, "idempotency_conflict"), (status, answer.GetProperty("error").GetString()));
        Assert.Equal(1, _host.Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Add_SameKeySameWordsWrittenDifferently_IsTheSame()
    {
        var first = await _host.CallAsync("POST", Add, "{\"recipientPhone\":\"34600000000\",\"messageType\":\"text\",\"content\":\"caf\u00e9\"}", headers: ("Idempotency-Key", "k1"));
        var again = await _host.CallAsync("POST", Add, "{ \"content\": \"caf\\u00e9\", \"messageType\": \"text\", \"recipientPhone\": \"34600000000\" }", headers: ("Idempotency-Key", "k1"));
        Assert.Equal((200, Id(first.Body)), (again.Status, Id(again.Body)));
    }

    /// <summary>A caller that repeats late must not hear that nothing was taken: it would send once more under a new key.</summary>
    [Fact]
    public async Task Repeat_ThatCouldNotBeTakenAnyMore_AnswersTheFirstResult()
    {
        var due = TimeProvider.System.GetUtcNow().AddSeconds(1);
        var body = Text("a", $",\"scheduledFor\":\"{due:yyyy-MM-ddTHH:mm:ss.fffZ}\"");
        var bulk = $"{{\"messages\":[{Text("b")},{body}]}}";
        var first = await _host.CallAsync("POST", Schedule, body, headers: ("Idempotency-Key", "late"));
        var many = await _host.CallAsync("POST", Bulk, bulk, headers: ("Idempotency-Key", "late-bulk"));
        Assert.Equal((200, 200), (first.Status, many.Status));

        await Until.TrueAsync(() => TimeProvider.System.GetUtcNow() >= due, "the time of the message");
        var late = await _host.CallAsync("POST", Schedule, body, headers: ("Idempotency-Key", "new"));
        Assert.Equal((400, "scheduledFor"), (late.Status, late.Body.GetProperty("details")[0].GetProperty("field").GetString()));
        Assert.Equal(Id(first.Body), Id((await _host.CallAsync("POST", Schedule, body, headers: ("Idempotency-Key", "late"))).Body));
        var again = await _host.CallAsync("POST", Bulk, bulk, headers: ("Idempotency-Key", "late-bulk"));
        Assert.Equal(many.Body.GetProperty("messageIds").ToString(), again.Body.GetProperty("messageIds").ToString());
        Assert.Equal(3, _host.Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Add_SameKeyOfAnotherCaller_IsAnother()
    {
        var one = await _host.CallAsync("POST", Add, Text("a"), "send-key-1", ("Idempotency-Key", "k1"));
        var other = await _host.CallAsync("POST", Add, Text("b"), "ops-key-12", ("Idempotency-Key", "k1"));
        Assert.Equal((200, 200), (one.Status, other.Status));
        Assert.NotEqual(Id(one.Body), Id(other.Body));
    }

    [Fact]
    public async Task Add_KeyInTheBody_CountsUnlessTheHeaderGivesOne()
    {
        var body = Text("a", ",\"idempotencyKey\":\"b1\"");
        var first = await _host.CallAsync("POST", Add, body);
        Assert.Equal(Id(first.Body), Id((await _host.CallAsync("POST", Add, body)).Body));
        Assert.NotEqual(Id(first.Body), Id((await _host.CallAsync("POST", Add, body, headers: ("Idempotency-Key", "h1"))).Body));
    }

    [Fact]
    public async Task Add_ManyAtOnceUnderOneKey_AreOneMessage()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _host.CallAsync("POST", Add, Text("a"), headers: ("Idempotency-Key", "storm"))));
        Assert.Single(answers.Select(answer => Id(answer.Body)).Distinct());
        Assert.Equal(1, _host.Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Key_LongestHeader_IsTaken_AndRefusedBeyond()
    {
        Assert.Equal(200, (await _host.CallAsync("POST", Add, Text("a"), headers: ("Idempotency-Key", new string('k', 255)))).Status);
        await RefusedAsync("Idempotency-Key", ("Idempotency-Key", new string('k', 256)));
        await RefusedAsync("Idempotency-Key", ("Idempotency-Key", ""));
        await RefusedAsync("Idempotency-Key", ("Idempotency-Key", "a\tb"));
    }

    /// <summary>Two header lines; a client of .NET would join them to one.</summary>
    [Fact]
    public async Task Key_Twice_IsRefused()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(_host.Url.Host, _host.Url.Port);
        var body = Text("a");
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST {Add} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: send-key-1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, _host.Store.Count(sends: true).Accepted);
    }

    [Theory]
    [InlineData("{\"messages\":[]}", "messages"), InlineData("{\"messages\":{}}", "messages"), InlineData("{}", "messages"), InlineData("{\"messages\":[{}],\"priority\":\"high\"}", "priority"), InlineData("{\"messages\":[7]}", "messages[0]")]
    public async Task Bulk_WrongShape_IsRefused(string body, string field)
    {
        var (status, answer) = await _host.CallAsync("POST", Bulk, body);
        Assert.Equal(400, status);
        Assert.StartsWith(field, answer.GetProperty("details")[0].GetProperty("field").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_AHundred_AreTaken_AndNotOneMore()
    {
        var (status, answer) = await _host.CallAsync("POST", Bulk, Messages(Enumerable.Range(0, 100).Select(i => Text($"{i}"))));
        Assert.Equal((200, true, 100), (status, answer.GetProperty("success").GetBoolean(), answer.GetProperty("queued").GetInt32()));
        var ids = answer.GetProperty("messageIds").EnumerateArray().Select(id => id.GetString()!).ToList();
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.Equal(400, (await _host.CallAsync("POST", Bulk, Messages(Enumerable.Range(0, 101).Select(i => Text($"{i}"))))).Status);
        Assert.Equal(100, _host.Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Bulk_SomeWrong_TakesTheOthersAndNamesEach()
    {
        var (status, answer) = await _host.CallAsync("POST", Bulk, Messages([Text("a"), "7", Text("b", ",\"nope\":1"), Text("c", $",\"scheduledFor\":\"{In(hours: 1)}\""), Text("d", ",\"scheduledFor\":null")]));
        Assert.Equal((200, false, 3), (status, answer.GetProperty("success").GetBoolean(), answer.GetProperty("queued").GetInt32()));
        Assert.Equal([1, 2], answer.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("index").GetInt32()));
        Assert.Equal("messages[1]", answer.GetProperty("errors")[0].GetProperty("details")[0].GetProperty("field").GetString());
        Assert.Equal("nope", answer.GetProperty("errors")[1].GetProperty("details")[0].GetProperty("field").GetString());
        Assert.Equal(1, _host.Store.Count(sends: true).Delayed);
    }

    [Fact]
    public async Task Bulk_NotOneRight_Is400()
    {
        var (status, answer) = await _host.CallAsync("POST", Bulk, Messages([Text(""), Text("b", ",\"from\":\"nobody\""), "7"]));
        Assert.Equal(400, status);
        Assert.Equal(["messages[0].content", "messages[1].from", "messages[2]"], answer.GetProperty("details").EnumerateArray().Select(d => d.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Bulk_UnderOneKey_RepeatsEachAndNamesTheChanged()
    {
        (string, string) key = ("Idempotency-Key", "k");
        var first = await _host.CallAsync("POST", Bulk, Messages([Text("a"), Text("b")]), headers: key);
        var again = await _host.CallAsync("POST", Bulk, Messages([Text("a"), Text("b")]), headers: key);
        Assert.Equal(first.Body.GetProperty("messageIds").GetRawText(), again.Body.GetProperty("messageIds").GetRawText());

        var (_, changed) = await _host.CallAsync("POST", Bulk, Messages([Text("a"), Text("c")]), headers: key);
        Assert.Equal((false, 1, 1), (changed.GetProperty("success").GetBoolean(), changed.GetProperty("queued").GetInt32(), changed.GetProperty("errors")[0].GetProperty("index").GetInt32()));
        Assert.Equal(2, _host.Store.Count(sends: true).Accepted);
    }

    [Fact]
    public async Task Schedule_InAnHour_Waits()
    {
        var (status, answer) = await _host.CallAsync("POST", Schedule, Text("a", $",\"scheduledFor\":\"{In(hours: 1)}\""));
        Assert.Equal((200, 0), (status, answer.GetProperty("queuePosition").GetInt32()));
        Assert.InRange(answer.GetProperty("estimatedDelay").GetDouble(), 3000, 3601);
        Assert.Equal("queued", (await _host.CallAsync("GET", "/api/messages/" + Id(answer))).Body.GetProperty("state").GetString());
        Assert.Equal(1, _host.Store.Count(sends: true).Delayed);
    }

    [Fact]
    public async Task Schedule_WithoutATime_NamesTheField()
    {
        var (status, answer) = await _host.CallAsync("POST", Schedule, Text("a"));
        Assert.Equal((400, "scheduledFor"), (status, answer.GetProperty("details")[0].GetProperty("field").GetString()));
    }

    [Theory, InlineData(Add), InlineData(Bulk), InlineData(Schedule)]
    public async Task Send_WhileTooManyWait_Is429(string path)
    {
        await _host.CallAsync("POST", Add, Text("a"));
        _host.Gauges.Read();
        _host.Settings.Current.Sending.MaxWaiting = 1;
        using var answer = await _host.SendAsync("POST", path, Text("b"));
        Assert.Equal((429, "10"), ((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("too_many_waiting", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_TooLarge_Is413() => Assert.Equal(413, (await _host.CallAsync("POST", Add, Text(new string('x', 70_000)))).Status);

    [Fact]
    public async Task Add_ANameOfOneHalfCharacter_Is400()
    {
        var (status, answer) = await _host.CallAsync("POST", Add, "{\"\\ud800\":1}");
        Assert.Equal((400, "body"), (status, answer.GetProperty("details")[0].GetProperty("field").GetString()));
    }

    private static string Text(string content, string more = "") => $"{{\"recipientPhone\":\"34600000000\",\"messageType\":\"text\",\"content\":\"{content}\"{more}}}";

    private static string Messages(IEnumerable<string> messages) => $"{{\"messages\":[{string.Join(',', messages)}]}}";

    private static string In(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static MessageId Id(JsonElement answer) =>
        MessageId.TryParse(answer.GetProperty("messageId").GetString(), out var id) ? id : throw new FormatException(answer.GetRawText());

    private async Task RefusedAsync(string field, params (string, string)[] headers)
    {
        var (status, answer) = await _host.CallAsync("POST", Add, Text("a"), headers: headers);
        Assert.Equal((400, field), (status, answer.GetProperty("details")[0].GetProperty("field").GetString()));
    }
}
