using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I14: bytes that two programs could read as different requests are refused, and the connection is closed.</summary>
public sealed class SmugglingTests : IAsyncLifetime
{
    private const string Hidden = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Start = "POST /webhooks/meta/main HTTP/1.1\r\nHost: x\r\n";
    private static readonly string Chunked = Start + "Transfer-Encoding: chunked\r\n\r\n";
    private Rig _rig = null!;

    public static TheoryData<string, string> Vectors { get; } = new()
    {
        { "CL.TE", Start + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE.CL", Start + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n1\r\nA\r\n0\r\n\r\n" + Hidden },
        { "TE.TE identity", Start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE.TE unknown", Start + "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE x, chunked not last", Start + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE xchunked", Start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE chunkedx", Start + "Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE identity alone", Start + "Transfer-Encoding: identity\r\n\r\n" + Hidden },
        { "TE quoted", Start + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE vertical tab", Start + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n" + Hidden },
        { "TE in HTTP/1.0", "POST /webhooks/meta/main HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: cow\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n" + Hidden },
        { "space before colon", Start + "Content-Length : 5\r\n\r\nhello" + Hidden },
        { "space before colon of TE", Start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + Hidden },
        { "tab before colon", Start + "Content-Length\t: 5\r\n\r\nhello" + Hidden },
        { "folded header", Start + "X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "folded with tab", Start + "X-A: b\r\n\tContent-Length: 5\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "two different lengths", Start + "Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + Hidden },
        { "two lengths in one line", Start + "Content-Length: 0, 40\r\n\r\n" + Hidden },
        { "negative length", Start + "Content-Length: -1\r\n\r\n" + Hidden },
        { "hexadecimal length", Start + "Content-Length: 0x5\r\n\r\nhello" + Hidden },
        { "length with text", Start + "Content-Length: 5 bytes\r\n\r\nhello" + Hidden },
        { "length too large for a number", Start + "Content-Length: 99999999999999999999\r\n\r\n" + Hidden },
        { "empty length", Start + "Content-Length: \r\n\r\n" + Hidden },
        { "lone LF in chunk extension", Chunked + "2;\nxx\r\n41\r\n0\r\n\r\n" + Hidden },
        { "lone CR in chunk extension", Chunked + "2;a\rb\r\n41\r\n0\r\n\r\n" + Hidden },
        { "chunk size with sign", Chunked + "+5\r\nhello\r\n0\r\n\r\n" + Hidden },
        { "negative chunk size", Chunked + "-1\r\nhello\r\n0\r\n\r\n" + Hidden },
        { "chunk size 0x", Chunked + "0x5\r\nhello\r\n0\r\n\r\n" + Hidden },
        { "chunk size too large", Chunked + "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n" + Hidden },
        { "chunk data longer than its size", Chunked + "3\r\nhello\r\n0\r\n\r\n" + Hidden },
        { "chunk without CRLF", Chunked + "5\r\nhelloXX0\r\n\r\n" + Hidden },
        { "empty chunk size", Chunked + "\r\nhello\r\n0\r\n\r\n" + Hidden },
        { "lone LF after a header", Start + "X-A: b\nContent-Length: 0\r\n\r\n" + Hidden },
        { "lone LF after the request line", "GET /health/live HTTP/1.1\nHost: x\r\n\r\n" + Hidden },
        { "lone LF before the body", Start + "Content-Length: 0\r\n\n" + Hidden },
        { "space in header name", Start + "X A: b\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "NUL in header value", Start + "X-A: b\0c\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "NUL in header name", Start + "X\0A: b\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "CR in header value", Start + "X-A: b\rc\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "no header name", Start + ": b\r\nContent-Length: 0\r\n\r\n" + Hidden },
        { "header without colon", Start + "Content-Length\r\n\r\n" + Hidden },
        { "two hosts", "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + Hidden },
        { "no host", "GET /health/live HTTP/1.1\r\n\r\n" + Hidden },
        { "space before first header", "GET /health/live HTTP/1.1\r\n Host: x\r\n\r\n" + Hidden },
        { "version 9.9", "GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n" + Hidden },
        { "spaces in the target", "GET /health/live /x HTTP/1.1\r\nHost: x\r\n\r\n" + Hidden },
        { "NUL in the target", "GET /health\0/live HTTP/1.1\r\nHost: x\r\n\r\n" + Hidden },
    };

    public async Task InitializeAsync() => _rig = await Rig.StartedAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task I14_AmbiguousBytes_AreAnswered400AndClosed()
    {
        var wrong = new List<string>();
        foreach (var (name, bytes) in Vectors.Select(row => ((string)row[0], (string)row[1])))
        {
            var answer = await RawConnection.ExchangeAsync(_rig.Client.Url, bytes, TimeSpan.FromSeconds(3));
            var refused = answer is { Closed: true, Statuses: [400] or [501] or [505] or [411] or [413] };
            if (!refused)
            {
                wrong.Add($"{name}: {(answer.Closed ? "closed" : "open")} after [{string.Join(' ', answer.Statuses)}]");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(Vectors.Count >= 30);
        Assert.Empty(_rig.Application.Deliveries);
        Assert.True(await _rig.Client.IsReadyAsync());
    }

    [Fact]
    public async Task I14_TwoProperRequestsOnOneConnection_AreBothAnswered()
    {
        var answer = await RawConnection.ExchangeAsync(_rig.Client.Url, Hidden + Hidden.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        Assert.Equal([200, 200], answer.Statuses);
    }
}
