using System.Net;
using Relevo.Providers.Media;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Media;

/// <summary>Addresses that strangers wrote never lead inside: not by spelling, name, port, redirect or a second look-up.</summary>
public sealed class PrivateAddressTests
{
    // With the port of a canary where {0} stands, and without one, so that the port is not what saves us.
    private static readonly string[] Hosts =
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7F.1", "0177.0.0.1", "017700000001", "127.000.000.001", "127.0.0.1.", "0177.0x0.0.1",
        "localhost", "localhost.", "LOCALHOST", "a.localhost", "0.0.0.0", "0", "127.255.255.254",
        "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]", "[fd00:ec2::254]", "[ff02::1]",
        "169.254.169.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.100.100.200", "198.18.0.1", "224.0.0.1", "255.255.255.255", "168.63.129.16",
        "%31%32%37.0.0.1", "127%2e0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "minio", "internal.example.com",
    ];

    private static readonly string[] Whole =
    [
        "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "ftp://127.0.0.1/", "data:text/plain,x", "javascript:x", "//127.0.0.1/", "/etc/passwd", "", "http://", "http:127.0.0.1/", "http:///127.0.0.1/",
        "http://example.com@127.0.0.1/", "http://127.0.0.1:80@example.com:6379/", "http://example.com\\@127.0.0.1/", "http://127.0.0.1:6379/", "http://example.com:22/", "http://example.com:6379/",
        "http://exa mple.com/", "http://example.com/\r\nX-Evil: 1", "http://example.com/\0", "https://[fe80::1%25eth0]/",
    ];

    public static TheoryData<string> Inside() => [.. Hosts.SelectMany(host => new[] { $"http://{host}/x", $"https://{host}/x", $"http://{host}:{{0}}/x" }).Concat(Whole)];

    [Theory, MemberData(nameof(Inside))]
    public async Task OpenAsync_AddressInside_CallsNobody(string template)
    {
        await using var canary = new RawServer(RawServer.Answer(200, "secret"));
        using var rig = new MediaRig();
        var address = template.Replace("{0}", $"{canary.Port}", StringComparison.Ordinal);
        await using var media = await rig.OpenAsync(MediaRig.Source("bird", null, url: address));
        Assert.True(media.Problem is MediaProblem.RefusedAddress || (address.Length == 0 && media.Problem == MediaProblem.NoMedia), $"{media.Problem}");
        Assert.Equal(0, canary.Connections);
    }

    /// <summary>The last line: whatever a host is written like, the address behind it is judged before anything connects.</summary>
    [Fact]
    public async Task Connect_HostsInside_AreRefusedBeforeTheCanaryHears()
    {
        await using var canary = new RawServer(RawServer.Answer(200, "secret"));
        var guard = new GuardedConnect((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        foreach (var host in Hosts.Where(host => !host.StartsWith('%') && char.IsAscii(host[0])))
        {
            await Assert.ThrowsAsync<RefusedAddressException>(async () => await guard.OpenAsync(new DnsEndPoint(host, canary.Port), CancellationToken.None));
        }

        Assert.Equal(0, canary.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("2606:4700::1111", "fd00::1")]
    public async Task OpenAsync_NameThatLeadsInside_IsRefused(params string[] addresses)
    {
        using var rig = new MediaRig(addresses: [.. addresses.Select(IPAddress.Parse)]);
        await using var media = await rig.OpenAsync(MediaRig.Source("bird", null, url: "https://media.example.com/x"));
        Assert.Equal(MediaProblem.RefusedAddress, media.Problem);
        Assert.Equal(["media.example.com"], rig.Resolved);
    }

    [Theory, InlineData("http://media.example.com:6379/x"), InlineData("https://media.example.com:8443/x")]
    public async Task OpenAsync_PortThatIsNotTheWebs_IsNotEvenLookedUp(string address)
    {
        using var rig = new MediaRig();
        await using var media = await rig.OpenAsync(MediaRig.Source("bird", null, url: address));
        Assert.Equal(MediaProblem.RefusedAddress, media.Problem);
        Assert.Empty(rig.Resolved);
    }

    [Theory, InlineData(301), InlineData(302), InlineData(303), InlineData(307), InlineData(308)]
    public async Task OpenAsync_RedirectInside_IsNotFollowed(int status)
    {
        await using var canary = new RawServer(RawServer.Answer(200, "secret"));
        await using var server = new RawServer(RawServer.Answer(status, "", $"Location: {canary.Url}\r\n"));
        using var rig = new MediaRig();
        await using var media = await rig.OpenAsync(MediaRig.Source("bird", server.Url, url: server.Url.AbsoluteUri));
        Assert.Equal(MediaProblem.Unavailable, media.Problem);
        Assert.Equal(0, canary.Connections);
    }

    /// <summary>The operator's own server may stand inside, for the numbers that are configured so, and only with its very port.</summary>
    [Fact]
    public async Task OpenAsync_ConfiguredServer_IsOpenToItsOwnNumbersOnly()
    {
        await using var server = new RawServer(RawServer.Answer(200, "abc", ""));
        await using var other = new RawServer(RawServer.Answer(200, "secret"));
        using var rig = new MediaRig();
        await using var own = await rig.OpenAsync(MediaRig.Source("bird", server.Url, url: server.Url.AbsoluteUri));
        Assert.Equal(MediaProblem.None, own.Problem);

        await using var stranger = await rig.OpenAsync(MediaRig.Source("bird", new Uri("https://api.bird.com"), url: server.Url.AbsoluteUri));
        Assert.Equal(MediaProblem.RefusedAddress, stranger.Problem);
        await using var neighbour = await rig.OpenAsync(MediaRig.Source("bird", server.Url, url: other.Url.AbsoluteUri));
        Assert.Equal(MediaProblem.RefusedAddress, neighbour.Problem);
        Assert.Equal((1, 0), (server.Requests.Count, other.Connections));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("157.240.1.1", true)]
    [InlineData("2a03:2880::1", true)]
    [InlineData("192.0.0.192", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("64:ff9b::808:808", false)]
    [InlineData("fec0::1", false)]
    public void Is_Address_IsPublicOrNot(string address, bool expected) => Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public void OutboundUrl_AddressInside_IsRefused() =>
        Assert.All(Hosts.Except(["internal.example.com"]).SelectMany(host => new[] { $"http://{host}/x", $"https://{host}:8443/x" }), url => Assert.True(OutboundUrl.Problem(url) is not null, url));

    [Fact]
    public void OutboundUrl_NoAddress_IsRefused() =>
        Assert.All(Whole.Except(["http://example.com:22/", "http://example.com:6379/"]), url => Assert.True(OutboundUrl.Problem(url) is { Length: > 10 }, url));

    [Theory]
    [InlineData("https://example.com/a.jpg")]
    [InlineData("http://example.com:8080/a%20b.jpg?x=1&y=@2#z")]
    [InlineData("https://xn--and-6ma2c.example/ñ.jpg")]
    [InlineData("https://8.8.8.8/a.jpg")]
    [InlineData("HTTPS://EXAMPLE.COM/A")]
    public void OutboundUrl_OpenAddress_IsFine(string url) => Assert.Null(OutboundUrl.Problem(url));

    [Theory, InlineData(2048, true), InlineData(2049, false)]
    public void OutboundUrl_Length_IsBounded(int length, bool fine) =>
        Assert.Equal(fine, OutboundUrl.Problem("https://example.com/".PadRight(length, 'x')) is null);
}
