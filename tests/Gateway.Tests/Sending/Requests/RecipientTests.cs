using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Tests.Sending.Requests;

public sealed class RecipientTests
{
    [Theory]
    [InlineData("1234567890", "+1234567890"), InlineData("+1234567890", "+1234567890"), InlineData("123456789012345", "+123456789012345"), InlineData("0034600000000", "+0034600000000")]
    [InlineData("US.13491208655302741918", "US.13491208655302741918"), InlineData("MX.a.B9", "MX.a.B9")]
    [InlineData("12345@lid", "12345@lid"), InlineData("123456789012345@lid", "123456789012345@lid")]
    [InlineData("120363000000000007@g.us", "120363000000000007@g.us"), InlineData("34600000000-1500000000@g.us", "34600000000-1500000000@g.us")]
    public void Read_Recipients_AreTheirContactKeys(string text, string expected) => Assert.Equal(expected, Recipient.Read(text));

    [Theory]
    [InlineData(""), InlineData("123456789"), InlineData("1234567890123456"), InlineData("++1234567890"), InlineData("+1234567890+"), InlineData("+34 600 000 000"), InlineData("34-600-000-000")]
    [InlineData("34600000000\n"), InlineData("\n34600000000"), InlineData("34600000000\r\n"), InlineData("34600000000\0"), InlineData("٣٤٦٠٠٠٠٠٠٠٠٠")]
    [InlineData("us.1349"), InlineData("USA.1349"), InlineData("US."), InlineData("US.1349\n"), InlineData("US.13/49"), InlineData("US.é")]
    [InlineData("1234@lid"), InlineData("12345@lid\n"), InlineData("12345@LID"), InlineData("12345@s.whatsapp.net"), InlineData("a@g.us"), InlineData("12345@g.us\n"), InlineData("hello")]
    public void Read_AnythingElse_IsNobody(string text) => Assert.Null(Recipient.Read(text));

    [Fact]
    public void Read_LongestBsuid_IsTaken()
    {
        Assert.NotNull(Recipient.Read("US." + new string('1', 128)));
        Assert.Null(Recipient.Read("US." + new string('1', 129)));
    }
}
