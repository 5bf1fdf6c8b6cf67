using System.Globalization;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

public sealed class RetryAfterTests : IDisposable
{
    private readonly SendRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    [InlineData("3599", 3599)]
    [InlineData("3601", 3600)]
    [InlineData("99999999999999999999999999", 3600)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("2, 3", null)]
    [InlineData("99999-01-01", null)]
    public async Task SendAsync_RetryAfterInSeconds_IsReadAndClamped(string header, int? seconds) => await AssertAsync($"Retry-After: {header}\r\n", seconds);

    [Theory, InlineData(90, 90), InlineData(0, 0), InlineData(-1, null), InlineData(86_400, 3600)]
    public async Task SendAsync_RetryAfterAsDate_IsCountedFromNow(int ahead, int? seconds) =>
        await AssertAsync($"Retry-After: {_rig.Time.GetUtcNow().AddSeconds(ahead).ToString("r", CultureInfo.InvariantCulture)}\r\n", seconds);

    [Fact]
    public async Task SendAsync_RetryAfterTwice_IsNone() => await AssertAsync("Retry-After: 1\r\nRetry-After: 2\r\n", null);

    private async Task AssertAsync(string headers, int? seconds)
    {
        await using var server = new RawServer(RawServer.Answer(429, "{}", headers));
        var outcome = await _rig.SendAsync(server.Url);
        Assert.Equal(seconds is { } some ? TimeSpan.FromSeconds(some) : null, outcome.RetryAfter);
    }
}
