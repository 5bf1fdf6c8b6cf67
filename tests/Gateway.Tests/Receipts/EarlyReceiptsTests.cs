using Relevo.Contracts.Identity;
using Relevo.Gateway.Receipts;
using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Receipts;

public sealed class EarlyReceiptsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Take_AfterReceiptsCame_GivesThemOnce()
    {
        var early = new EarlyReceipts(_time);
        early.Add("evolution:a:1", Receipt(TraceKind.Sent));
        early.Add("evolution:a:1", Receipt(TraceKind.Delivered));
        early.Add("evolution:a:2", Receipt(TraceKind.Read));

        Assert.Equal([TraceKind.Sent, TraceKind.Delivered], early.Take("evolution:a:1").Select(entry => entry.Kind));
        Assert.Empty(early.Take("evolution:a:1"));
        Assert.Single(early.Take("evolution:a:2"));
    }

    [Fact]
    public void Add_ReceiptsOfNobody_AgeAway()
    {
        var early = new EarlyReceipts(_time);
        early.Add("evolution:a:1", Receipt(TraceKind.Sent));
        _time.Advance(TimeSpan.FromMinutes(3));
        early.Add("evolution:a:2", Receipt(TraceKind.Sent));

        Assert.Empty(early.Take("evolution:a:1"));
    }

    [Fact]
    public void Add_MoreThanFit_DropsTheOldest()
    {
        var early = new EarlyReceipts(_time);
        for (var i = 0; i <= 10_000; i++)
        {
            early.Add($"evolution:a:{i}", Receipt(TraceKind.Sent));
        }

        Assert.Empty(early.Take("evolution:a:0"));
        Assert.Single(early.Take("evolution:a:10000"));
    }

    private TraceEntry Receipt(TraceKind kind) => new(default(MessageId), _time.GetUtcNow(), kind, "evo");
}
