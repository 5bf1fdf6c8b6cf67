using Relevo.Contracts.Messages.Outbound;
using Relevo.Contracts.Outcomes;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Sending.Jobs;
using Relevo.Gateway.Sending.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Sending.Lanes;

public sealed class SendJudgeTests
{
    private readonly SendingOptions _options = new();
    private readonly SendWork _work = NewWork();

    [Theory]
    [InlineData(FailureClass.Accepted, nameof(SendStep.Done), TraceKind.Accepted)]
    [InlineData(FailureClass.RetrySame, nameof(SendStep.Later), TraceKind.Refused)]
    [InlineData(FailureClass.ThrottleNumber, nameof(SendStep.Again), TraceKind.Refused)]
    [InlineData(FailureClass.ThrottleRecipient, nameof(SendStep.Later), TraceKind.Refused)]
    [InlineData(FailureClass.NumberDown, nameof(SendStep.Again), TraceKind.Refused)]
    [InlineData(FailureClass.AuthBroken, nameof(SendStep.Again), TraceKind.Refused)]
    [InlineData(FailureClass.FailWindow, nameof(SendStep.Expire), TraceKind.Failed)]
    [InlineData(FailureClass.FailPermanent, nameof(SendStep.Park), TraceKind.Failed)]
    [InlineData(FailureClass.UnknownResult, nameof(SendStep.Unknown), TraceKind.Unknown)]
    public void Judge_EachClass_GoesItsWay(FailureClass outcome, string step, TraceKind trace)
    {
        var verdict = Judge(outcome);

        Assert.Equal(step, verdict.Kind.ToString());
        Assert.Equal(trace, verdict.Trace);
    }

    [Fact]
    public void Judge_PairTooFast_WaitsFourTimesLongerEachTime()
    {
        var pauses = Enumerable.Range(0, 8).Select(_ => Judge(FailureClass.ThrottleRecipient).Pause.TotalSeconds);

        Assert.Equal([1, 4, 16, 64, 256, 1024, 3600, 3600], pauses);
    }

    [Fact]
    public void Judge_Throttled_CountsNoAttempt()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(SendStep.Again, Judge(FailureClass.ThrottleNumber).Kind);
        }

        Assert.Equal(0, _work.Message.Attempts);
    }

    [Fact]
    public void Judge_FailsAgainAndAgain_IsParkedAtTheLimit()
    {
        for (var i = 1; i < _options.MaxAttempts; i++)
        {
            Assert.Equal(SendStep.Later, Judge(FailureClass.RetrySame).Kind);
        }

        var last = Judge(FailureClass.RetrySame);
        Assert.Equal(SendStep.Park, last.Kind);
        Assert.Contains("8 attempts failed (131000)", last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ProviderCannotBeReached_CountsNoAttemptAndIsParkedAfterADay()
    {
        var unreached = new SendOutcome { Class = FailureClass.RetrySame, Code = "connect", IsSurelyNotSent = true };
        for (var i = 0; i < 1_000; i++)
        {
            var verdict = SendJudge.Judge(_work, unreached, _options, canUseTemplate: false, DateTimeOffset.UnixEpoch.AddHours(23.9 * i / 999), 0.999);
            Assert.Equal(SendStep.Later, verdict.Kind);
            Assert.InRange(verdict.Pause.TotalSeconds, 0, 30);
        }

        Assert.Equal(0, _work.Message.Attempts);
        var last = SendJudge.Judge(_work, unreached, _options, canUseTemplate: false, DateTimeOffset.UnixEpoch.AddHours(24), 0.5);
        Assert.Equal((SendStep.Park, "the provider could not be reached for 24 h (connect)"), (last.Kind, last.Reason));
    }

    /// <summary>A message that was scheduled days ago has its day from when its provider was first away.</summary>
    [Fact]
    public void Judge_ProviderCannotBeReached_LongAfterItWasTaken_IsTriedAgain()
    {
        _options.FirstPauseSeconds = 60; // longer than the pauses of an outage
        var unreached = new SendOutcome { Class = FailureClass.RetrySame, Code = "connect", IsSurelyNotSent = true };
        var verdict = SendJudge.Judge(_work, unreached, _options, canUseTemplate: false, DateTimeOffset.UnixEpoch.AddDays(5), 0.5);
        Assert.Equal((SendStep.Later, TimeSpan.FromSeconds(30)), (verdict.Kind, verdict.Pause));
    }

    [Theory]
    [InlineData(FailureClass.RetrySame, 500, nameof(SendStep.Unknown))]
    [InlineData(FailureClass.UnknownResult, 502, nameof(SendStep.Unknown))]
    [InlineData(FailureClass.UnknownResult, null, nameof(SendStep.Unknown))]
    [InlineData(FailureClass.UnknownResult, 503, nameof(SendStep.Later))]
    [InlineData(FailureClass.RetrySame, 503, nameof(SendStep.Later))]
    public void Judge_ErrorThatDoesNotSayThatItWasRefused_IsUnknownUnlessItWasNotWorkedOn(FailureClass outcome, int? status, string step)
    {
        var verdict = SendJudge.Judge(_work, new SendOutcome { Class = outcome, Status = status }, _options, canUseTemplate: false, DateTimeOffset.UnixEpoch, 0.5);

        Assert.Equal(step, verdict.Kind.ToString());
    }

    [Fact]
    public void Judge_RetryAfter_IsALowerBound() =>
        Assert.True(Judge(FailureClass.RetrySame, TimeSpan.FromSeconds(20)).Pause >= TimeSpan.FromSeconds(20));

    [Fact]
    public void Judge_WindowClosedWithATemplate_TriesItOnce()
    {
        Assert.Equal(SendStep.Again, Judge(FailureClass.FailWindow, canUseTemplate: true).Kind);
        Assert.True(_work.NeedsTemplate);
        Assert.Equal(SendStep.Expire, Judge(FailureClass.FailWindow, canUseTemplate: true).Kind);
    }

    internal static SendWork NewWork() => new(
        new QueuedMessage { Queue = Queues.Sends, Number = "", ReceivedUtc = DateTimeOffset.UnixEpoch },
        new SendJob { Message = new OutboundMessage { To = "+15550001001", Type = OutboundType.Text, Text = "x" } },
        "+15550001001",
        1);

    private SendVerdict Judge(FailureClass outcome, TimeSpan? retryAfter = null, bool canUseTemplate = false) =>
        SendJudge.Judge(_work, new SendOutcome { Class = outcome, Status = 500, Code = "131000", RetryAfter = retryAfter, IsSurelyNotSent = true }, _options, canUseTemplate, DateTimeOffset.UnixEpoch, 0.5);
}
