using System.Net;
using System.Net.Sockets;
using System.Text;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>Connections that do not come about, break in the middle, or died while nobody looked.</summary>
public sealed class BrokenConnectionTests : IDisposable
{
    private const string Accepted = """{"messages":[{"id":"wamid.1"}]}""";

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);

    private readonly SendRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task SendAsync_NobodyListens_IsSurelyNotSent()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, so that nobody else takes the port, but not listening
        AssertNotSent(await _rig.SendAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}")));
    }

    [Fact]
    public async Task SendAsync_NameOfNobody_IsSurelyNotSent() => AssertNotSent(await _rig.SendAsync(new Uri("http://nobody.invalid")));

    [Fact]
    public async Task SendAsync_NoTls_IsSurelyNotSent()
    {
        await using var server = new RawServer((connection, stop) => connection.WriteAsync("HTTP/1.1 400 Bad\r\n\r\n", stop));
        AssertNotSent(await _rig.SendAsync(new Uri($"https://127.0.0.1:{server.Port}")));
    }

    [Fact]
    public async Task SendAsync_TlsThatHangs_IsSurelyNotSent()
    {
        var greeted = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadBytesAsync(1, stop);
            greeted.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        var sending = _rig.SendAsync(new Uri($"https://127.0.0.1:{server.Port}"));
        await greeted.Task;
        _rig.Time.Advance(TimeSpan.FromSeconds(5));
        AssertNotSent(await sending.WaitAsync(TooLong));
    }

    /// <summary>Those who wait for a connection to become free have sent nothing.</summary>
    [Fact]
    public async Task SendAsync_NoConnectionFree_IsSurelyNotSent()
    {
        using var rig = new SendRig(connections: 1);
        var busy = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            busy.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        });
        var first = rig.SendAsync(server.Url);
        await busy.Task;
        server.StopListening(); // What the first one's end sets free is no connection either.
        var second = rig.SendAsync(server.Url);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("timeout", (await first.WaitAsync(TooLong)).Code);
        AssertNotSent(await second.WaitAsync(TooLong));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task SendAsync_MoreCallsThanConnections_WaitForOne()
    {
        using var rig = new SendRig(connections: 1);
        var go = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stop) =>
        {
            while (await connection.ReadAsync(stop) is not null)
            {
                await go.Task.WaitAsync(stop);
                await connection.WriteAsync(RawServer.Answer(200, Accepted), stop);
            }
        });
        var sending = Enumerable.Range(0, 5).Select(_ => rig.SendAsync(server.Url)).ToArray();
        go.SetResult();
        Assert.All(await Task.WhenAll(sending).WaitAsync(TooLong), outcome => Assert.Equal(FailureClass.Accepted, outcome.Class));
        Assert.Equal(1, server.Connections);
    }

    /// <summary>A reset after each number of bytes of the request, from the first to the last.</summary>
    [Fact]
    public async Task SendAsync_ResetInTheRequest_IsUnknown()
    {
        var whole = await RequestBytesAsync();
        foreach (var count in Cuts(whole).Where(count => count > 0))
        {
            await using var server = new RawServer(async (connection, stop) =>
            {
                await connection.ReadBytesAsync(count, stop);
                connection.Reset();
            });
            AssertUnknown(await _rig.SendAsync(server.Url));
            Assert.Equal(1, server.Connections); // not tried again behind our back
        }
    }

    /// <summary>A reset, and a farewell, after each number of bytes of the answer but the last.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task SendAsync_AnswerCut_IsUnknown(bool reset)
    {
        var answer = Encoding.Latin1.GetBytes(RawServer.Answer(200, Accepted));
        foreach (var count in Cuts(answer.Length).Where(count => count < answer.Length))
        {
            await using var server = new RawServer(async (connection, stop) =>
            {
                await connection.ReadAsync(stop);
                await connection.WriteAsync(answer[..count], stop);
                if (reset)
                {
                    connection.Reset();
                }
            });
            AssertUnknown(await _rig.SendAsync(server.Url));
            Assert.Equal(1, server.Connections);
        }
    }

    [Fact]
    public async Task SendAsync_ManyMessages_ShareOneConnection()
    {
        await using var server = new RawServer(RawServer.Answer(200, Accepted));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("wamid.1", (await _rig.SendAsync(server.Url)).ProviderMessageId);
        }

        Assert.Equal((1, 20), (server.Connections, server.Requests.Count));
    }

    /// <summary>The server ended an idle connection: the next message takes another one and knows nothing of it.</summary>
    [Fact]
    public async Task SendAsync_ConnectionDiedInThePool_IsSentOverAnother()
    {
        for (var i = 0; i < 10; i++)
        {
            var gone = new TaskCompletionSource();
            var served = 0;
            await using var server = new RawServer(async (connection, stop) =>
            {
                await connection.ReadAsync(stop);
                await connection.WriteAsync(RawServer.Answer(200, Accepted), stop);
                if (Interlocked.Increment(ref served) == 1)
                {
                    await gone.Task;
                    connection.Reset();
                }
            });
            Assert.Equal(FailureClass.Accepted, (await _rig.SendAsync(server.Url)).Class);
            gone.SetResult();
            await Relevo.Tests.Shared.Until.TrueAsync(() => server.Closed == 1);
            Assert.Equal(FailureClass.Accepted, (await _rig.SendAsync(server.Url)).Class);
            Assert.Equal(2, server.Connections);
        }
    }

    /// <summary>A pooled connection breaks after the request went into it: it may have been read, so nothing repeats it.</summary>
    [Theory, InlineData(0), InlineData(1)]
    public async Task SendAsync_PooledConnectionBreaks_IsUnknownAndNotRepeated(int answered)
    {
        var seen = 0;
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            Interlocked.Increment(ref seen);
            await connection.WriteAsync(RawServer.Answer(200, Accepted), stop);
            await connection.ReadAsync(stop);
            Interlocked.Increment(ref seen);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n"[..answered], stop);
        });
        Assert.Equal(FailureClass.Accepted, (await _rig.SendAsync(server.Url)).Class);
        AssertUnknown(await _rig.SendAsync(server.Url));
        Assert.Equal((2, 1), (seen, server.Connections));
    }

    /// <summary>A peer that vanished without a word: the message is unknown, and its connection is used no more.</summary>
    [Fact]
    public async Task SendAsync_HalfOpenConnection_IsLeftAfterItsTime()
    {
        var second = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stop) =>
        {
            for (var i = 0; ; i++)
            {
                await connection.ReadAsync(stop);
                if (i == 1 && second.TrySetResult())
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }

                await connection.WriteAsync(RawServer.Answer(200, Accepted), stop);
            }
        });
        Assert.Equal(FailureClass.Accepted, (await _rig.SendAsync(server.Url)).Class);
        var sending = _rig.SendAsync(server.Url);
        await second.Task;
        _rig.Time.Advance(TimeSpan.FromSeconds(5));
        AssertUnknown(await sending.WaitAsync(TooLong), "timeout");
        Assert.Equal(FailureClass.Accepted, (await _rig.SendAsync(server.Url)).Class);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task SendAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var read = new TaskCompletionSource();
        await using var server = new RawServer(async (connection, stopping) =>
        {
            await connection.ReadAsync(stopping);
            read.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
        });
        var sending = _rig.SendAsync(server.Url, cancellation: stop.Token);
        await read.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task ProbeAsync_NoAnswer_SaysNothingOfTheNumber()
    {
        await using var server = new RawServer((connection, stop) => connection.ReadAsync(stop));
        foreach (var provider in Sample.Senders)
        {
            Assert.Equal(NumberCondition.Unknown, await _rig.Client.ProbeAsync(Sample.Protocol(provider), Sample.Account(provider, server.Url), CancellationToken.None));
        }
    }

    private static void AssertNotSent(SendOutcome outcome)
    {
        Assert.Equal((FailureClass.RetrySame, "connect", null), (outcome.Class, outcome.Code, outcome.Status));
        Assert.True(outcome.IsSurelyNotSent);
    }

    private static void AssertUnknown(SendOutcome outcome, string code = "reset")
    {
        Assert.Equal((FailureClass.UnknownResult, code), (outcome.Class, outcome.Code));
        Assert.False(outcome.IsSurelyNotSent);
    }

    // Every edge of the message and a sweep through its middle.
    private static IEnumerable<int> Cuts(int length) =>
        Enumerable.Range(0, length + 1).Where(count => count < 4 || count > length - 4 || count % 17 == 0);

    private async Task<int> RequestBytesAsync()
    {
        await using var server = new RawServer(RawServer.Answer(200, Accepted));
        await _rig.SendAsync(server.Url);
        Assert.True(server.Requests.TryDequeue(out var request));
        return request.Head.Length + request.Body.Length;
    }
}
