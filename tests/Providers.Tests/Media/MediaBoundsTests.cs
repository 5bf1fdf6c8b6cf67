using Relevo.Providers.Media;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Media;

/// <summary>Media that is too long, too slow, or breaks off.</summary>
public sealed class MediaBoundsTests : IDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(60);

    private readonly MediaRig _rig = new(maxBytes: 10_000);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task OpenAsync_LengthBeyondTheBound_IsTooLarge()
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n", stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        await using var media = await OpenAsync(server);
        Assert.Equal(MediaProblem.TooLarge, media.Problem);
    }

    [Theory, InlineData(10_000, true), InlineData(10_001, false)]
    public async Task Read_UnknownLength_EndsAtTheBound(int length, bool whole)
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n\r\n" + new string('x', length), stop);
        });
        await using var media = await OpenAsync(server);
        if (whole)
        {
            Assert.Equal(length, (await MediaRig.ReadAsync(media)).Length);
        }
        else
        {
            await Assert.ThrowsAsync<IOException>(() => MediaRig.ReadAsync(media));
        }
    }

    [Theory, InlineData(10_000, true), InlineData(10_001, false)]
    public async Task Read_Base64_EndsAtTheBound(int length, bool whole)
    {
        await using var server = new RawServer(RawServer.Answer(201, $$"""{"base64":"{{Convert.ToBase64String(new byte[length])}}"}"""));
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", server.Url, message: "3EB0"));
        if (whole)
        {
            Assert.Equal(length, (await MediaRig.ReadAsync(media)).Length);
        }
        else
        {
            await Assert.ThrowsAsync<IOException>(() => MediaRig.ReadAsync(media));
        }
    }

    [Fact]
    public async Task OpenAsync_InlineBeyondTheBound_IsTooLarge()
    {
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", null, base64: Convert.ToBase64String(new byte[10_004])));
        Assert.Equal(MediaProblem.TooLarge, media.Problem);
    }

    [Fact]
    public async Task Read_BodyBrokenOff_Throws()
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", stop);
        });
        await using var media = await OpenAsync(server);
        await Assert.ThrowsAnyAsync<IOException>(() => MediaRig.ReadAsync(media));
    }

    /// <summary>Nothing for ten seconds, before the first byte and after it.</summary>
    [Theory, InlineData(""), InlineData("HTTP/1.1 200 OK\r\nContent-")]
    public async Task OpenAsync_ServerThatHangs_IsUnavailable(string beginning)
    {
        var silent = new TaskCompletionSource();
        await using var server = Hanging(beginning, silent);
        var opening = OpenAsync(server);
        await silent.Task;
        _rig.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(opening.IsCompleted);
        _rig.Time.Advance(TimeSpan.FromTicks(1));
        await using var media = await opening.WaitAsync(TooLong);
        Assert.Equal(MediaProblem.Unavailable, media.Problem);
    }

    [Fact]
    public async Task Read_BodyThatHangs_Throws()
    {
        var silent = new TaskCompletionSource();
        await using var server = Hanging("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", silent);
        await using var media = await OpenAsync(server);
        var reading = media.Content!.ReadAsync(new byte[10], CancellationToken.None).AsTask();
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(TooLong));
    }

    /// <summary>Never idle, and never done: the time in all ends it.</summary>
    [Fact]
    public async Task Read_BodyThatDrips_ThrowsAfterTheWholeTime()
    {
        var next = new SemaphoreSlim(0);
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", stop);
            while (true)
            {
                await next.WaitAsync(stop);
                await connection.WriteAsync("x", stop);
            }
        });
        await using var media = await OpenAsync(server);
        for (var i = 1; i <= 6; i++)
        {
            next.Release();
            Assert.Equal(1, await media.Content!.ReadAsync(new byte[10], CancellationToken.None));
            _rig.Time.Advance(TimeSpan.FromSeconds(9.9));
        }

        var reading = media.Content!.ReadAsync(new byte[10], CancellationToken.None).AsTask();
        _rig.Time.Advance(TimeSpan.FromSeconds(0.6));
        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(TooLong));
    }

    /// <summary>A reader who takes his time is not idleness of the provider.</summary>
    [Fact]
    public async Task Read_SlowReader_GetsTheRest()
    {
        await using var server = new RawServer(async (connection, stop) =>
        {
            await connection.ReadAsync(stop);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef", stop);
        });
        await using var media = await OpenAsync(server);
        _rig.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(3, await media.Content!.ReadAsync(new byte[3], CancellationToken.None));
        _rig.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("def"u8.ToArray(), await MediaRig.ReadAsync(media));
    }

    [Fact]
    public async Task OpenAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var silent = new TaskCompletionSource();
        await using var server = Hanging("", silent);
        var opening = _rig.Client.OpenAsync(MediaRig.Source("bird", server.Url, url: server.Url.AbsoluteUri), stop.Token);
        await silent.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task OpenAsync_PackedBody_IsUnavailable()
    {
        await using var server = new RawServer(RawServer.Answer(200, "abc", "Content-Encoding: gzip\r\n"));
        await using var media = await OpenAsync(server);
        Assert.Equal(MediaProblem.Unavailable, media.Problem);
    }

    [Fact]
    public async Task OpenAsync_OddContentType_IsReplaced()
    {
        await using var server = new RawServer(RawServer.Answer(200, "abc", "Content-Type: text/html<script>\r\n"));
        await using var media = await OpenAsync(server);
        Assert.Equal("image/jpeg", media.ContentType);
    }

    private static RawServer Hanging(string beginning, TaskCompletionSource silent) => new(async (connection, stop) =>
    {
        await connection.ReadAsync(stop);
        await connection.WriteAsync(beginning, stop);
        silent.SetResult();
        await Task.Delay(Timeout.Infinite, stop);
    });

    private Task<MediaOutcome> OpenAsync(RawServer server) => _rig.OpenAsync(MediaRig.Source("bird", server.Url, url: server.Url.AbsoluteUri));
}
