using System.IO.Compression;
using System.Text;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>Providers that misbehave in every way. Whatever they do ends within the deadline, in bounded memory, as a value.</summary>
public sealed class BrokenAnswerTests : IDisposable
{
    private const int Max = 64 * 1024;
    private const string Accepted = """{"messaging_product":"whatsapp","contacts":[{"input":"+15550001001","wa_id":"15550001001"}],"messages":[{"id":"wamid.1"}]}""";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);

    private readonly SendRig _rig = new(Max);

    public void Dispose() => _rig.Dispose();

    /// <summary>What is asked is read; then come these bytes, and silence.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"messages\"")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"mes")]
    public async Task SendAsync_AnswerThatStops_IsATimeout(string beginning)
    {
        var silent = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync(beginning, stop);
            silent.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        await AssertTimeoutAsync(_rig.SendAsync(server.Url), silent.Task);
    }

    /// <summary>Each byte comes, the answer never does. The deadline covers the body.</summary>
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")]
    [InlineData("HTTP/1.1 400 Bad\r\nContent-Length: 60000\r\n\r\n")]
    public async Task SendAsync_AnswerThatDrips_IsATimeout(string beginning)
    {
        var dripping = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync(beginning, stop);
            for (var i = 0; i < 20; i++)
            {
                await connection.WriteAsync("x", stop);
            }

            dripping.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        await AssertTimeoutAsync(_rig.SendAsync(server.Url), dripping.Task);
    }

    [Theory, InlineData(Max, true), InlineData(Max + 1, false)]
    public async Task SendAsync_LongAnswer_IsReadUpToTheBound(int length, bool read)
    {
        foreach (var head in new[] { $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n" })
        {
            await using var server = new RawServer(async (connection, stop) =>
            {
                await connection.ReadAsync(stop);
                await connection.WriteAsync(head + Accepted.PadRight(length), stop);
            });
            var outcome = await _rig.SendAsync(server.Url);
            Assert.Equal(read ? FailureClass.Accepted : FailureClass.UnknownResult, outcome.Class);
        }
    }

    [Fact]
    public async Task SendAsync_BodyWithoutEnd_IsCutAtTheBound()
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n\r\n", stop);
            while (true)
            {
                await connection.WriteAsync(new byte[4096], stop);
            }
        });
        AssertUnknown(await _rig.SendAsync(server.Url), "unreadable", 200);
    }

    [Fact]
    public async Task SendAsync_HeadersWithoutEnd_AreCutAtTheBound()
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nX-Long: " + new string('a', 1024 * 1024) + "\r\nContent-Length: 0\r\n\r\n", stop);
        });
        AssertUnknown(await _rig.SendAsync(server.Url), "unreadable", null);
    }

    [Fact]
    public async Task SendAsync_GzipBomb_IsNotInflated()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[20_000_000]);
        }

        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n", stop);
            await connection.WriteAsync(packed.ToArray(), stop);
        });
        AssertUnknown(await _rig.SendAsync(server.Url), "unreadable", 200);
    }

    [Theory]
    [InlineData("<html>Welcome</html>", 200)]
    [InlineData("""{"messages":[{"id":"wamid.1""", 200)]
    [InlineData("", 200)]
    [InlineData("null", 200)]
    [InlineData("{}", 201)]
    public async Task SendAsync_GarbageWithSuccess_IsUnknown(string body, int status)
    {
        foreach (var provider in Sample.Senders)
        {
            await using var server = new RawServer(RawServer.Answer(status, body));
            AssertUnknown(await _rig.SendAsync(server.Url, provider), "unreadable", status);
        }
    }

    [Theory]
    [InlineData("meta", """{"error":{"code":131047,"message":"x"}}""", FailureClass.FailWindow, true)]
    [InlineData("evolution", """{"code":131047,"type":"OAuthException"}""", FailureClass.FailWindow, true)]
    [InlineData("evolution", """{"error":true,"message":"Connection Closed"}""", FailureClass.NumberDown, true)]
    [InlineData("bird", """{"code":"InvalidPayload","message":"x"}""", FailureClass.UnknownResult, false)]
    [InlineData("bird-v1", """{"error":{"code":"E01003"}}""", FailureClass.UnknownResult, false)]
    public async Task SendAsync_SuccessWithAnErrorInside_IsNoSuccess(string provider, string body, FailureClass expected, bool surely)
    {
        await using var server = new RawServer(RawServer.Answer(200, body));
        var outcome = await _rig.SendAsync(server.Url, provider);
        Assert.Equal(expected, outcome.Class);
        Assert.Equal(surely, outcome.IsSurelyNotSent);
        Assert.Null(outcome.ProviderMessageId);
    }

    /// <summary>A length that promises more than comes, and one that promises less.</summary>
    [Theory, InlineData(1, "reset"), InlineData(-1, "unreadable")]
    public async Task SendAsync_WrongContentLength_IsUnknown(int more, string code)
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Accepted.Length + more}\r\n\r\n{Accepted}", stop);
        });
        AssertUnknown(await _rig.SendAsync(server.Url), code, 200);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task SendAsync_NoHttp_IsUnknown(string answer)
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync(answer, stop);
        });
        var outcome = await _rig.SendAsync(server.Url);
        Assert.Equal(FailureClass.UnknownResult, outcome.Class);
        Assert.False(outcome.IsSurelyNotSent);
    }

    [Fact]
    public async Task SendAsync_Redirect_IsNotFollowed()
    {
        await using var other = new RawServer(RawServer.Answer(200, Accepted));
        await using var server = new RawServer(RawServer.Answer(307, "", $"Location: {other.Url}\r\n"));
        var outcome = await _rig.SendAsync(server.Url);
        Assert.Equal(FailureClass.NumberDown, outcome.Class);
        Assert.True(outcome.IsSurelyNotSent);
        Assert.Equal(0, other.Connections);
    }

    /// <summary>Answers that say nothing of the message itself: what became of it differs by provider.</summary>
    [Theory]
    [InlineData("meta", 503, """{"error":{"code":2}}""", FailureClass.RetrySame, true)]
    [InlineData("meta", 503, "{}", FailureClass.RetrySame, false)]
    [InlineData("meta", 503, "<html>", FailureClass.UnknownResult, false)]
    [InlineData("meta", 400, """{"error":{"code":100}}""", FailureClass.FailPermanent, true)]
    [InlineData("bird", 503, """{"message":"service unavailable"}""", FailureClass.RetrySame, false)]
    [InlineData("bird", 429, "", FailureClass.ThrottleNumber, true)]
    [InlineData("bird", 404, "", FailureClass.NumberDown, true)]
    [InlineData("bird-v1", 503, """{"error":{"code":"E01999"}}""", FailureClass.RetrySame, false)]
    [InlineData("bird-v1", 409, """{"error":{"code":"E01004"}}""", FailureClass.RetrySame, false)]
    [InlineData("bird-v1", 409, """{"error":{"code":"E01005"}}""", FailureClass.FailPermanent, false)]
    [InlineData("bird-v1", 422, """{"error":{"code":"E01001"}}""", FailureClass.FailPermanent, true)]
    [InlineData("evolution", 500, """{"response":{"message":"Internal Server Error"}}""", FailureClass.RetrySame, false)]
    [InlineData("evolution", 500, """{"response":{"message":"Connection Closed"}}""", FailureClass.NumberDown, true)]
    [InlineData("evolution", 400, """{"response":{"message":[{"exists":false}]}}""", FailureClass.FailPermanent, true)]
    public async Task SendAsync_Refusal_IsSureWhereTheProviderIs(string provider, int status, string body, FailureClass expected, bool surely)
    {
        await using var server = new RawServer(RawServer.Answer(status, body));
        var outcome = await _rig.SendAsync(server.Url, provider);
        Assert.Equal((expected, surely, status), (outcome.Class, outcome.IsSurelyNotSent, outcome.Status));
    }

    private static void AssertUnknown(SendOutcome outcome, string code, int? status)
    {
        Assert.Equal((FailureClass.UnknownResult, code, status), (outcome.Class, outcome.Code, outcome.Status));
        Assert.False(outcome.IsSurelyNotSent);
    }

    private async Task AssertTimeoutAsync(Task<SendOutcome> sending, Task silent)
    {
        await silent;
        _rig.Time.Advance(Deadline - TimeSpan.FromTicks(1));
        Assert.False(sending.IsCompleted);
        _rig.Time.Advance(TimeSpan.FromTicks(1));
        var outcome = await sending.WaitAsync(TooLong);
        Assert.Equal((FailureClass.UnknownResult, "timeout"), (outcome.Class, outcome.Code));
        Assert.False(outcome.IsSurelyNotSent);
    }
}
