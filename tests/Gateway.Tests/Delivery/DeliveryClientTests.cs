using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Relevo.Gateway.Delivery;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>Calls over real sockets to applications that misbehave in every way.</summary>
public sealed class DeliveryClientTests : IDisposable
{
    private const int Max = 64 * 1024;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.4);
    private static readonly EventSigner Signer = EventSigner.From(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);
    private readonly ManualTime _time = new();
    private readonly DeliveryClient _client;

    public DeliveryClientTests() => _client = new DeliveryClient(_time);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Post_Event_IsSentAsTheContractSays()
    {
        RawRequest? seen = null;
        await using var server = new RawServer((request, stream, cancellation) =>
        {
            seen = request;
            return stream.WriteAsync(Encoding.Latin1.GetBytes(RawServer.Answer(200, "ok")), cancellation).AsTask();
        });
        var message = Sample.Event();
        var answer = await PostAsync(server.Url);
        Assert.Equal(200, answer.Status);
        Assert.Equal("ok", Encoding.UTF8.GetString(answer.Body.Span));
        Assert.StartsWith("POST /events HTTP/1.1\r\n", seen!.Head, StringComparison.Ordinal);
        Assert.Equal("application/json", seen.Header("content-type"));
        Assert.Equal(message.Id.ToString(), seen.Header("webhook-id"));
        Assert.Equal($"{_time.GetUtcNow().ToUnixTimeSeconds()}", seen.Header("webhook-timestamp"));
        Assert.Equal(Signer.Sign([.. Encoding.ASCII.GetBytes($"{message.Id}.{_time.GetUtcNow().ToUnixTimeSeconds()}."), .. seen.Body]), seen.Header("webhook-signature"));
        Assert.Null(seen.Header("accept-encoding"));
        Assert.Null(seen.Header("traceparent"));
    }

    [Fact]
    public async Task Post_NoSecret_SendsNoSignature()
    {
        RawRequest? seen = null;
        await using var server = new RawServer((request, stream, cancellation) =>
        {
            seen = request;
            return stream.WriteAsync(Encoding.Latin1.GetBytes(RawServer.Answer(204)), cancellation).AsTask();
        });
        Assert.Equal(204, (await _client.PostAsync(Sample.Event(), server.Url, EventSigner.From([]), Long, Max, CancellationToken.None)).Status);
        Assert.Null(seen!.Header("webhook-signature"));
    }

    [Fact]
    public async Task Post_SmallAnswers_ShareOneConnection()
    {
        await using var server = new RawServer(RawServer.Answer(200, """{"ok":true}"""));
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await PostAsync(server.Url)).IsSuccess);
        }

        Assert.Equal(1, server.Connections);
        Assert.Equal(20, server.Requests);
    }

    [Fact]
    public async Task Post_Chunked_IsReadAndTheConnectionKept()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("abcde", Encoding.UTF8.GetString((await PostAsync(server.Url)).Body.Span));
        }

        Assert.Equal(1, server.Connections);
    }

    [Theory, InlineData(Max, Max), InlineData(Max + 1, 0), InlineData(5_000_000, 0)]
    public async Task Post_LongAnswer_SucceedsAndIsReadUpToTheBound(int length, int read)
    {
        await using var server = new RawServer(RawServer.Answer(200, new string('x', length)));
        var answer = await PostAsync(server.Url);
        Assert.Equal(200, answer.Status);
        Assert.Equal(read, answer.Body.Length);
    }

    [Fact]
    public async Task Post_AnswerWithoutEnd_IsCutAtTheBound()
    {
        await using var server = new RawServer(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync(new byte[4096], cancellation);
            }
        });
        Assert.Equal(new DeliveryAnswer(200, null, null, default), await PostAsync(server.Url));
    }

    [Fact]
    public async Task Post_GzipBomb_IsNotInflated()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[20_000_000]);
        }

        await using var server = new RawServer(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"), cancellation);
            await stream.WriteAsync(packed.ToArray(), cancellation);
        });
        var answer = await PostAsync(server.Url);
        Assert.Equal(200, answer.Status);
        Assert.Equal(packed.Length, answer.Body.Length);
        Assert.Empty(Replies.Read(answer.Body, Sample.Event(), 10, Sample.Received, out _));
    }

    [Theory, InlineData(""), InlineData("HTTP/1.1 200 OK\r\nContent-Le"), InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")]
    public async Task Post_AnswerThatStops_TimesOut(string beginning)
    {
        await using var server = new RawServer(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), cancellation);
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        });
        Assert.Equal("timeout", (await PostAsync(server.Url, Short)).Error);
    }

    /// <summary>Each byte comes in time, the answer never does.</summary>
    [Theory, InlineData("HTTP/1.1 200 OK\r\nX-Long: "), InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")]
    public async Task Post_AnswerThatDrips_TimesOut(string beginning)
    {
        await using var server = new RawServer(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), cancellation);
            using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await drip.WaitForNextTickAsync(cancellation))
            {
                await stream.WriteAsync("x"u8.ToArray(), cancellation);
            }
        });
        Assert.Equal("timeout", (await PostAsync(server.Url, Short)).Error);
    }

    [Theory, InlineData("hello\r\n\r\n"), InlineData("SSH-2.0-OpenSSH_9.2\r\n"), InlineData("HTTP/1.1 abc OK\r\n\r\n"), InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n"), InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), InlineData("\0\u0001\u0002\u0003\r\n\r\n")]
    public async Task Post_Garbage_IsTrouble(string garbage)
    {
        await using var server = new RawServer(async (request, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(garbage), cancellation);
            request.Socket.Shutdown(SocketShutdown.Send);
        });
        var answer = await PostAsync(server.Url);
        Assert.False(answer is { Status: 0, Error: null });
        Assert.True(answer.Error is not null || answer.Status == 200, answer.ToString());
        Assert.False(answer.IsRefusal);
    }

    [Fact]
    public async Task Post_HugeHeaders_AreTrouble()
    {
        await using var server = new RawServer(RawServer.Answer(200, headers: string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: {new string('x', 1000)}\r\n"))));
        Assert.NotNull((await PostAsync(server.Url)).Error);
    }

    [Theory, InlineData(301), InlineData(302), InlineData(307), InlineData(308)]
    public async Task Post_Redirect_IsNotFollowed(int status)
    {
        await using var other = new RawServer(RawServer.Answer(200));
        await using var server = new RawServer(RawServer.Answer(status, headers: $"Location: {other.Url}\r\n"));
        Assert.Equal(status, (await PostAsync(server.Url)).Status);
        Assert.Equal(0, other.Connections);
    }

    [Theory, InlineData(""), InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")]
    public async Task Post_Reset_IsABrokenConnection(string beginning)
    {
        await using var server = new RawServer(async (request, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), cancellation);
            request.Reset();
        });
        Assert.Equal("connection broken", (await PostAsync(server.Url)).Error);
    }

    [Fact]
    public async Task Post_NobodyListens_SaysSo()
    {
        var server = new RawServer("");
        var url = server.Url;
        await server.DisposeAsync();
        Assert.Equal("connection refused", (await PostAsync(url)).Error);
        Assert.Equal("name not resolved", (await PostAsync(new Uri("http://nobody.invalid/"))).Error);
        Assert.NotNull((await PostAsync(new Uri("ftp://127.0.0.1/"))).Error);
    }

    [Fact]
    public async Task Post_PlainWhereTlsIsExpected_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[1]);
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        Assert.Equal("tls failed", (await PostAsync(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"))).Error);
        await serving;
    }

    [Fact]
    public async Task Post_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new RawServer(async (_, _, stop) =>
        {
            await cancellation.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(stop);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _client.PostAsync(Sample.Event(), server.Url, Signer, Long, Max, cancellation.Token));
    }

    [Theory]
    [InlineData("Retry-After: 120\r\n", 120.0)]
    [InlineData("Retry-After: 0\r\n", 0.0)]
    [InlineData("Retry-After: Sat, 21 Nov 2026 12:01:00 GMT\r\n", 60.0)]
    [InlineData("Retry-After: Sat, 21 Nov 2020 12:01:00 GMT\r\n", -189_302_340.0)]
    [InlineData("Retry-After: -5\r\n", null)]
    [InlineData("Retry-After: soon\r\n", null)]
    [InlineData("Retry-After: 99999999999999999999\r\n", null)]
    [InlineData("", null)]
    public async Task Post_RetryAfter_IsUnderstood(string header, double? seconds)
    {
        await using var server = new RawServer(RawServer.Answer(503, headers: header));
        var answer = await PostAsync(server.Url);
        Assert.Equal(503, answer.Status);
        Assert.Equal(seconds, answer.RetryAfter?.TotalSeconds);
    }

    private async Task<DeliveryAnswer> PostAsync(Uri url, TimeSpan? timeout = null) =>
        await _client.PostAsync(Sample.Event(), url, Signer, timeout ?? Long, Max, CancellationToken.None);
}
