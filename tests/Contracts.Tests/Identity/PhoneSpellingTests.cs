using Relevo.Contracts.Identity;

namespace Relevo.Contracts.Tests.Identity;

public sealed class PhoneSpellingTests
{
    [Theory]
    [InlineData("+5511987654321", "+551187654321")]
    [InlineData("+551187654321", "+551187654321")]
    [InlineData("+5215512345678", "+525512345678")]
    [InlineData("+5491123456789", "+541123456789")]
    [InlineData("+34600000001", "+34600000001")]
    [InlineData("+5511887654321", "+5511887654321")] // 13 digits, but no ninth digit to leave out
    [InlineData("ES.13491208655302741918", "ES.13491208655302741918")]
    [InlineData("", "")]
    public void Shortest_OfTwoSpellings_IsOne(string contactKey, string expected) =>
        Assert.Equal(expected, PhoneSpelling.Shortest(contactKey));
}
