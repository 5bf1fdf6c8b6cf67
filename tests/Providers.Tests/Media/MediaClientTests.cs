using System.Text;
using Relevo.Providers.Media;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Media;

/// <summary>Media of every provider, fetched over real sockets the way it wants it.</summary>
public sealed class MediaClientTests : IDisposable
{
    private readonly MediaRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task OpenAsync_Meta_AsksForTheAddressAndFetchesItWithTheToken()
    {
        RawServer? server = null;
        var seen = new List<RawRequest>();
        await using (server = new RawServer(async (connection, stop) =>
        {
            while (await connection.ReadAsync(stop) is { } request)
            {
                seen.Add(request);
                await connection.WriteAsync(
                    request.Target == "/v23.0/7%2F7"
                        ? RawServer.Answer(200, $$"""{"url":"{{server!.Url}}file?x=1","mime_type":"audio/ogg; codecs=opus","file_size":3}""")
                        : RawServer.Answer(200, "abc", ""),
                    stop);
            }
        }))
        {
            await using var media = await _rig.OpenAsync(MediaRig.Source("meta", new Uri(server.Url, "v23.0"), id: "7/7"));
            Assert.Equal((MediaProblem.None, "audio/ogg; codecs=opus", 3L, "a.jpg"), (media.Problem, media.ContentType, media.Length, media.FileName));
            Assert.Equal("abc"u8.ToArray(), await MediaRig.ReadAsync(media));
        }

        Assert.Equal(["/v23.0/7%2F7", "/file?x=1"], seen.Select(request => request.Target));
        Assert.All(seen, request => Assert.Equal("Bearer <ACCESS_TOKEN>", request.Header("authorization")));
        Assert.All(seen, request => Assert.NotNull(request.Header("user-agent")));
    }

    [Theory]
    [InlineData(400, """{"error":{"code":100,"error_subcode":33}}""", MediaProblem.NotFound)]
    [InlineData(401, """{"error":{"code":190}}""", MediaProblem.Unauthorized)]
    [InlineData(500, """{"error":{"code":2}}""", MediaProblem.Unavailable)]
    [InlineData(200, "<html>", MediaProblem.Unavailable)]
    [InlineData(200, """{"url":"http://10.0.0.1/x"}""", MediaProblem.RefusedAddress)]
    public async Task OpenAsync_MetaSaysNoAddress_IsAProblem(int status, string body, MediaProblem expected)
    {
        await using var server = new RawServer(RawServer.Answer(status, body));
        await using var media = await _rig.OpenAsync(MediaRig.Source("meta", server.Url, id: "7"));
        Assert.Equal(expected, media.Problem);
        Assert.NotNull(media.Reason);
        Assert.Null(media.Content);
    }

    [Theory, InlineData("bird", "AccessKey <ACCESS_KEY>"), InlineData("bird-v1", "Bearer bk_us1_<TOKEN>"), InlineData("messagebird", "AccessKey bk_us1_<TOKEN>")]
    public async Task OpenAsync_AddressAtTheProvider_IsFetchedWithTheCredential(string provider, string credential)
    {
        await using var server = new RawServer(RawServer.Answer(200, "abc", "Content-Type: image/png\r\n"));
        await using var media = await _rig.OpenAsync(MediaRig.Source(provider, server.Url, url: $"{server.Url}a.png"));
        Assert.Equal("image/png", media.ContentType);
        Assert.Equal("abc"u8.ToArray(), await MediaRig.ReadAsync(media));
        Assert.Equal(credential, Assert.Single(server.Requests).Header("authorization"));
    }

    [Theory]
    [InlineData("meta", "https://lookaside.fbsbx.com/x", true)]
    [InlineData("meta", "https://mmg.whatsapp.net/x", true)]
    [InlineData("meta", "https://graph.facebook.com/x", true)]
    [InlineData("meta", "https://facebook.com/x", true)]
    [InlineData("meta", "https://evilfacebook.com/x", false)]
    [InlineData("meta", "https://facebook.com.evil.example/x", false)]
    [InlineData("meta", "http://lookaside.fbsbx.com/x", false)]
    [InlineData("meta", "https://lookaside.fbsbx.com:8443/x", false)]
    [InlineData("meta", "https://media.api.bird.com/x", false)]
    [InlineData("bird", "https://media.api.bird.com/x", true)]
    [InlineData("bird", "https://media.messagebird.com/x", true)]
    [InlineData("bird", "https://bird.com.evil.example/x", false)]
    [InlineData("bird-v1", "https://us1.platform.bird.com/x", true)]
    [InlineData("evolution", "https://graph.facebook.com/x", false)]
    [InlineData("evolution", "https://own.example:8080/x", true)]
    [InlineData("evolution", "https://OWN.example:8080/x", true)]
    [InlineData("evolution", "http://own.example:8080/x", false)]
    [InlineData("evolution", "https://own.example/x", false)]
    public void IsTrusted_Host_IsTheProvidersOwn(string provider, string url, bool expected) =>
        Assert.Equal(expected, OwnHosts.IsTrusted(provider, new Uri(url), new Uri("https://own.example:8080/api")));

    [Fact]
    public async Task OpenAsync_EvolutionInline_NeedsNoCall()
    {
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", null, base64: Convert.ToBase64String("hello"u8)));
        Assert.Equal(("image/jpeg", 5L), (media.ContentType, media.Length));
        Assert.Equal("hello"u8.ToArray(), await MediaRig.ReadAsync(media));
    }

    [Theory, InlineData("%%%", MediaProblem.NoMedia), InlineData("AAAAA", MediaProblem.NoMedia)]
    public async Task OpenAsync_EvolutionInlineUnreadable_IsNoMedia(string base64, MediaProblem expected)
    {
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", null, base64: base64));
        Assert.Equal(expected, media.Problem);
    }

    [Fact]
    public async Task OpenAsync_EvolutionStored_IsFetchedWithoutTheToken()
    {
        await using var server = new RawServer(RawServer.Answer(200, "abc", ""));
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", server.Url, url: $"{server.Url}bucket/a", message: "3EB0"));
        Assert.Equal("abc"u8.ToArray(), await MediaRig.ReadAsync(media));
        var seen = Assert.Single(server.Requests);
        Assert.Null(seen.Header("apikey"));
        Assert.Null(seen.Header("authorization"));
    }

    /// <summary>A storage that cannot be reached from here: Evolution is asked for the media itself, and decodes in pieces of any size.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(1000), InlineData(100_000)]
    public async Task OpenAsync_EvolutionStorageInside_AsksEvolution(int pieces)
    {
        var content = new byte[50_000 + (pieces % 1000)];
        new Random(pieces).NextBytes(content);
        var answer = $$"""{"mediaType":"imageMessage","size":{"fileLength":"7","base64":"no"},"mimetype":"image/png", "base64" : "{{Convert.ToBase64String(content).Replace("/", "\\/", StringComparison.Ordinal)}}","buffer":null}""";
        RawRequest? seen = null;
        await using var server = new RawServer(async (connection, stop) =>
        {
            seen = await connection.ReadAsync(stop);
            var bytes = Encoding.UTF8.GetBytes(RawServer.Answer(201, answer));
            for (var i = 0; i < bytes.Length; i += pieces == 1 && i > 400 ? 997 : pieces)
            {
                await connection.WriteAsync(bytes[i..Math.Min(bytes.Length, i + (pieces == 1 && i > 400 ? 997 : pieces))], stop);
            }
        });
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", server.Url, url: "http://minio:9000/a", message: "3EB0"));
        Assert.Equal((MediaProblem.None, "image/png", null), (media.Problem, media.ContentType, media.Length));
        Assert.Equal(content, await MediaRig.ReadAsync(media));
        Assert.Equal(("/chat/getBase64FromMediaMessage/sales-01", "<INSTANCE_TOKEN>"), (seen!.Target, seen.Header("apikey")));
        Assert.Equal("""{"message":{"key":{"id":"3EB0"}}}""", Encoding.UTF8.GetString(seen.Body));
    }

    [Theory]
    [InlineData("""{"base64":"QUJD!!!!"}""")]
    [InlineData("""{"base64":"QUJ"}""")]
    [InlineData("""{"base64":"QUJD\n"}""")]
    [InlineData("""{"base64":"QUJD""")]
    public async Task OpenAsync_EvolutionBase64Broken_ReadingThrows(string answer)
    {
        await using var server = new RawServer(RawServer.Answer(201, answer));
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", server.Url, message: "3EB0"));
        await Assert.ThrowsAnyAsync<IOException>(() => MediaRig.ReadAsync(media));
    }

    [Theory]
    [InlineData(201, """{"base64":null}""", MediaProblem.Unavailable)]
    [InlineData(201, """{"message":"x"}""", MediaProblem.Unavailable)]
    [InlineData(201, "<html>", MediaProblem.Unavailable)]
    [InlineData(400, """{"response":{"message":["Message not found"]}}""", MediaProblem.Unavailable)]
    [InlineData(404, "{}", MediaProblem.NotFound)]
    [InlineData(401, "{}", MediaProblem.Unauthorized)]
    public async Task OpenAsync_EvolutionHasNone_IsAProblem(int status, string answer, MediaProblem expected)
    {
        await using var server = new RawServer(RawServer.Answer(status, answer));
        await using var media = await _rig.OpenAsync(MediaRig.Source("evolution", server.Url, message: "3EB0"));
        Assert.Equal(expected, media.Problem);
    }

    [Theory]
    [InlineData(404, MediaProblem.NotFound)]
    [InlineData(410, MediaProblem.NotFound)]
    [InlineData(401, MediaProblem.Unauthorized)]
    [InlineData(403, MediaProblem.Unauthorized)]
    [InlineData(429, MediaProblem.Unavailable)]
    [InlineData(500, MediaProblem.Unavailable)]
    [InlineData(204, MediaProblem.Unavailable)]
    public async Task OpenAsync_StatusOfTheFile_IsAProblem(int status, MediaProblem expected)
    {
        await using var server = new RawServer(RawServer.Answer(status, "", ""));
        await using var media = await _rig.OpenAsync(MediaRig.Source("bird", server.Url, url: server.Url.AbsoluteUri));
        Assert.Equal(expected, media.Problem);
    }

    [Theory, InlineData("meta"), InlineData("bird"), InlineData("bird-v1"), InlineData("evolution"), InlineData("messagebird")]
    public async Task OpenAsync_EventWithoutMedia_IsNoMedia(string provider)
    {
        await using var media = await _rig.OpenAsync(MediaRig.Source(provider, new Uri("http://127.0.0.1:1")));
        Assert.Equal(MediaProblem.NoMedia, media.Problem);
    }
}
