using System.Globalization;
using System.IO.Compression;
using System.Text;
using Relevo.Gateway.FunctionalTests.Checking;
using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Ingress;

/// <summary>I05: bodies that are too long, endless, empty, short or compressed are answered at once and buffered by nobody.</summary>
public sealed class OversizeTests : IAsyncLifetime
{
    private const int Limit = 4_000_000;
    private Rig _rig = null!;
    private Webhooks _webhooks = null!;

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
    public async Task I05_BodyOfExactlyTheLimit_IsAcceptedAndOneByteMoreIsNot()
    {
        var body = Padded(Limit);
        Assert.Equal(200, (await _webhooks.PostAsync(body)).Status);
        var over = await RawConnection.ExchangeAsync(_rig.Client.Url, [.. RawConnection.Head([], Limit + 1)], TimeSpan.FromSeconds(5));
        Assert.Equal([413], over.Statuses); // From the header alone, before a byte of it was sent.
        Assert.True(over.Closed);
        await Wait.UntilAsync(() => _rig.Application.Accepted("wamid.padded") == 1, "the largest event is delivered", context: _rig.Gateway.Output.ToString);
        Assert.Null(Assert.Single(_rig.Application.Deliveries).Flaw);
    }

    [Fact]
    public async Task I05_EndlessChunks_Are413SoonAfterTheLimit()
    {
        using var connection = await RawConnection.OpenAsync(_rig.Client.Url);
        await connection.TrySendAsync(RawConnection.Head([], extra: "Transfer-Encoding: chunked\r\n"));
        var reading = connection.ReadAsync(TimeSpan.FromSeconds(20));
        byte[] chunk = [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
        var sent = 0L;
        while (!reading.IsCompleted && sent < 20L * Limit && await connection.TrySendAsync(chunk))
        {
            sent += 0x10000;
        }

        var answer = await reading;
        Assert.True(answer.Statuses is [413] or [], answer.Text); // A reset may overtake the answer.
        Assert.True(answer.Closed);
        Assert.InRange(sent, Limit - 0x10000, (4L * Limit) + (8L << 20)); // What the sockets themselves hold is on top.
    }

    [Fact]
    public async Task I05_BodyShorterThanAnnounced_IsNotStored()
    {
        var body = MetaBody.Message("wamid.short", "15560000001", "hola");
        using var connection = await RawConnection.OpenAsync(_rig.Client.Url);
        await connection.TrySendAsync(RawConnection.Head(body, body.Length + 100));
        await connection.TrySendAsync(body);
        connection.EndSending();
        var answer = await connection.ReadAsync(TimeSpan.FromSeconds(15));
        Assert.True(answer.Statuses is [400] or [408] or [], answer.Text);
        Assert.True(answer.Closed);
        await _webhooks.AcceptAsync("wamid.after", "15560000001");
        await Wait.UntilAsync(() => _rig.Application.Accepted("wamid.after") == 1, "the next event is delivered");
        Assert.Empty(_rig.Application.Of("wamid.short"));
    }

    [Fact]
    public async Task I05_EmptyBody_IsKeptAsUnknownWhenSignedAndRefusedWhenNot()
    {
        Assert.Equal(401, (await _webhooks.PostAsync([], signature: "")).Status);
        Assert.Equal(200, (await _webhooks.PostAsync([])).Status);
        await Wait.UntilAsync(() => _rig.Application.Deliveries.Any(delivery => delivery.Kind == "unknown"), "it arrives as unknown", context: _rig.Gateway.Output.ToString);
    }

    [Fact]
    public async Task I05_CompressedBody_IsVerifiedAndKeptAsItCame()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(MetaBody.Message("wamid.packed", "15560000002", "hola"));
        }

        var answer = await _webhooks.PostAsync(packed.ToArray(), contentEncoding: "gzip");
        Assert.True(answer.Status is 200 or 415, answer.ToString());
        await Wait.UntilAsync(
            () => answer.Status == 415 || _rig.Application.Deliveries.Any(delivery => Encoding.UTF8.GetString(delivery.Body).Contains(Convert.ToBase64String(packed.ToArray()), StringComparison.Ordinal)),
            "its bytes arrive unpacked by nobody");
    }

    [Fact]
    public async Task I05_HundredOversizedBodiesAtOnce_CostNoMemory()
    {
        Assert.Equal(200, (await _webhooks.PostAsync(Padded(100_000))).Status);
        var before = Resident(_rig.Gateway.Id);
        var bytes = new byte[64 * 1024];
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(_rig.Client.Url);
            await connection.TrySendAsync(RawConnection.Head([], 3_000_000_000));
            await connection.TrySendAsync(bytes);
            return await connection.ReadAsync(TimeSpan.FromSeconds(10));
        }));
        Assert.All(answers, answer => Assert.True(answer.Statuses is [413] or [] && answer.Closed, answer.Text));
        Assert.Contains(answers, answer => answer.Status == 413);
        var growth = Resident(_rig.Gateway.Id) - before;
        Assert.True(growth < 64 * 1024 * 1024, $"{growth >> 20} MiB more for bodies nobody reads.");
    }

    private static byte[] Padded(int length)
    {
        var empty = MetaBody.Message("wamid.padded", "15560000003", "").Length;
        return MetaBody.Message("wamid.padded", "15560000003", new string('a', length - empty));
    }

    private static long Resident(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
