using System.Globalization;
using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Tests.Reading;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2023-12-13T19:34:01Z", "2023-12-13T19:34:01.0000000+00:00")]
    [InlineData("2023-12-13t19:34:01z", "2023-12-13T19:34:01.0000000+00:00")]
    [InlineData("2023-12-13T19:34:01.858Z", "2023-12-13T19:34:01.8580000+00:00")]
    [InlineData("2019-04-02T11:57:52.142641447Z", "2019-04-02T11:57:52.1426414+00:00")]
    [InlineData("2019-04-02T23:59:59.999999999Z", "2019-04-02T23:59:59.9999999+00:00")]
    [InlineData("2023-12-13T19:34:01+05:30", "2023-12-13T14:04:01.0000000+00:00")]
    [InlineData("2023-12-13 19:34:01.5-08:00", "2023-12-14T03:34:01.5000000+00:00")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000+00:00")]
    public void Read_Time_IsUtc(string text, string expected) =>
        Assert.Equal(expected, Read(text)?.ToString("O", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("2023-12-13")]
    [InlineData("2023-12-13T19:34:01")]
    [InlineData("2023-12-13T19:34:01.Z")]
    [InlineData("2023-12-13T19:34:01.858")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2023-13-01T00:00:00Z")]
    [InlineData("2023-00-01T00:00:00Z")]
    [InlineData("2023-01-00T00:00:00Z")]
    [InlineData("2023-01-01T24:00:00Z")]
    [InlineData("2023-01-01T23:60:00Z")]
    [InlineData("2023-01-01T23:59:60Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59-12:00")]
    [InlineData("0001-01-01T00:00:00+13:00")]
    [InlineData("2023-01-01T00:00:00+14:00")]
    [InlineData("2023-01-01T00:00:00+0530")]
    [InlineData("2023/01/01T00:00:00Z")]
    [InlineData("2023-01-01T00:00:00ZZ")]
    [InlineData("2023-01-01T00:00:00.11111111111111111111111111111111111111111111111111111Z")]
    public void Read_NoTime_IsNull(string text) => Assert.Null(Read(text));

    private static DateTimeOffset? Read(string text)
    {
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(text));
        return Rfc3339.Read(document.RootElement);
    }
}
