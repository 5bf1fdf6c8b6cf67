using Relevo.Contracts.Identity;
using Relevo.Gateway.Receipts;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Receipts;

public sealed class SendStateTests
{
    private static readonly MessageId Id = new(1_700_000_000_000, 7, 42);
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    public static TheoryData<TraceKind[]> EveryOrder { get; } =
        [.. Permutations([TraceKind.Sent, TraceKind.Delivered, TraceKind.Read, TraceKind.Failed])];

    [Theory]
    [MemberData(nameof(EveryOrder))]
    public void Of_ReceiptsInEveryOrder_EndsTheSame(TraceKind[] receipts) =>
        Assert.Equal("read", SendState.Of(MessageState.Completed, Trace([TraceKind.Attempt, TraceKind.Accepted, .. receipts])));

    [Theory]
    [MemberData(nameof(EveryOrder))]
    public void Of_ReceiptsOneByOne_NeverMoveBack(TraceKind[] receipts)
    {
        string[] order = ["accepted", "sent", "failed", "delivered", "read"];
        var last = 0;
        for (var n = 0; n <= receipts.Length; n++)
        {
            var rank = Array.IndexOf(order, SendState.Of(MessageState.Completed, Trace([TraceKind.Attempt, TraceKind.Accepted, .. receipts.Take(n)])));
            Assert.True(rank >= last, $"{n} receipts moved it back");
            last = rank;
        }
    }

    [Fact]
    public void Of_ReceiptBeforeTheAnswer_IsBelieved() =>
        Assert.Equal("delivered", SendState.Of(MessageState.Waiting, Trace([TraceKind.Attempt, TraceKind.Delivered])));

    [Fact]
    public void Of_DoubledReceipts_CountOnce() =>
        Assert.Equal("delivered", SendState.Of(MessageState.Completed, Trace([TraceKind.Attempt, TraceKind.Delivered, TraceKind.Accepted, TraceKind.Delivered, TraceKind.Sent])));

    [Fact]
    public void Of_FailedThenDelivered_IsDelivered() =>
        Assert.Equal("delivered", SendState.Of(MessageState.Parked, Trace([TraceKind.Attempt, TraceKind.Failed, TraceKind.Delivered])));

    [Fact]
    public void Of_ReceiptOfAnotherNumber_CountsForNothing()
    {
        var trace = Trace([TraceKind.Attempt, TraceKind.Accepted]);
        trace.Add(new TraceEntry(Id, Start.AddMinutes(1), TraceKind.Read, "foreign"));

        Assert.Equal("accepted", SendState.Of(MessageState.Completed, trace));
    }

    [Theory]
    [InlineData(MessageState.Waiting, new TraceKind[0], "queued")]
    [InlineData(MessageState.Delayed, new TraceKind[0], "queued")]
    [InlineData(MessageState.Waiting, new[] { TraceKind.Attempt }, "sending")]
    [InlineData(MessageState.Delayed, new[] { TraceKind.Attempt, TraceKind.Refused }, "queued")]
    [InlineData(MessageState.Waiting, new[] { TraceKind.Attempt, TraceKind.Unknown }, "unknown")]
    [InlineData(MessageState.Parked, new[] { TraceKind.Attempt, TraceKind.Unknown }, "unknown")]
    [InlineData(MessageState.Parked, new[] { TraceKind.Attempt, TraceKind.Unknown, TraceKind.Sent }, "sent")]
    [InlineData(MessageState.Parked, new[] { TraceKind.Attempt, TraceKind.Failed }, "failed")]
    [InlineData(MessageState.Parked, new TraceKind[0], "dead")]
    [InlineData(MessageState.Dropped, new TraceKind[0], "dead")]
    [InlineData(MessageState.Expired, new TraceKind[0], "expired")]
    [InlineData(MessageState.Expired, new[] { TraceKind.Attempt, TraceKind.Failed }, "expired")]
    [InlineData(MessageState.Completed, new TraceKind[0], "accepted")]
    public void Of_WhatIsWrittenDown_IsNamed(MessageState state, TraceKind[] trace, string expected) =>
        Assert.Equal(expected, SendState.Of(state, Trace(trace)));

    private static List<TraceEntry> Trace(IEnumerable<TraceKind> kinds) => [.. kinds.Select((kind, i) => new TraceEntry(Id, Start.AddSeconds(i), kind, "main"))];

    private static IEnumerable<TraceKind[]> Permutations(TraceKind[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((first, i) => Permutations([.. items.Where((_, j) => j != i)]).Select(rest => (TraceKind[])[first, .. rest]));
}
