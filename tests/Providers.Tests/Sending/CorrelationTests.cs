using Relevo.Contracts.Messages;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;

namespace Relevo.Providers.Tests.Sending;

/// <summary>What we mark a send with comes back in its receipts, whoever carries it.</summary>
public sealed class CorrelationTests
{
    private const string Id = "018f6c1e-0000-7000-8000-000000000001";

    [Theory]
    [InlineData("meta/status_sent.json")]
    [InlineData("bird/whatsapp_outbound_sent.json")]
    [InlineData("bird-v1/whatsapp_accepted.json")]
    public void MessageId_ReceiptOfOurs_IsTheIdOfTheMessage(string file)
    {
        var receipt = Assert.Single(Normalised.Events(Fixture.ProviderOf(file), Fixture.Bytes(file)), item => item.Kind == EventKind.Status);
        Assert.Equal(Id, Correlation.MessageId(receipt.CorrelationId));
    }

    [Theory, InlineData("meta"), InlineData("bird"), InlineData("bird-v1")]
    public void Send_Correlation_IsInTheBody(string provider)
    {
        var body = Sample.Protocol(provider).Send(Sample.Text(), Sample.Account(provider), Correlation.Of(Id)).Body;
        Assert.Contains(Id, System.Text.Encoding.UTF8.GetString(body.Span), StringComparison.Ordinal);
    }

    [Theory, InlineData(null, null), InlineData("", ""), InlineData("gw:1", "1"), InlineData("1", "1")]
    public void MessageId_AnyText_LosesOnlyTheMark(string? correlation, string? expected) => Assert.Equal(expected, Correlation.MessageId(correlation));
}
