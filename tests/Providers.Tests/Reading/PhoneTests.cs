using System.Text.Json;
using Relevo.Providers.Reading;

namespace Relevo.Providers.Tests.Reading;

public sealed class PhoneTests
{
    [Theory]
    [InlineData("\"15550001001\"", "+15550001001")]
    [InlineData("\"+15550001001\"", "+15550001001")]
    [InlineData("15550001001", "+15550001001")]
    [InlineData("\"+1 (555) 000-1001\"", "+15550001001")]
    [InlineData("\"12345678901234567890\"", "+12345678901234567890")]
    [InlineData("\"123456789012345678901\"", null)]
    [InlineData("\"1234\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"US.15550001001\"", null)]
    [InlineData("\"1555+0001001\"", null)]
    [InlineData("\"++15550001001\"", null)]
    [InlineData("\"\\u002B1555000100\"", "+1555000100")]
    [InlineData("1.5e10", null)]
    [InlineData("-15550001001", null)]
    [InlineData("\" 15550001001\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void Read_Element_IsPlusAndDigits(string json, string? expected)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, Phone.Read(document.RootElement));
    }

    [Fact]
    public void Read_KnownPhone_IsTheSameString()
    {
        using var document = JsonDocument.Parse("\"15550001001\"");
        const string Known = "+15550001001";
        Assert.Same(Known, Phone.Read(document.RootElement, Known));
    }
}
