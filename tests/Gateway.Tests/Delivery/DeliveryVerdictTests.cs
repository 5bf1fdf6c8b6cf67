using Relevo.Gateway.Configuration;
using Relevo.Gateway.Delivery;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>What each answer leads to.</summary>
public sealed class DeliveryVerdictTests
{
    private static readonly DateTimeOffset Now = Sample.Received;
    private readonly DeliveryOptions _options = new();

    [Theory, InlineData(200), InlineData(201), InlineData(204), InlineData(299)]
    public void IsSuccess_TwoHundreds_IsTrue(int status) => Assert.True(Answer(status).IsSuccess);

    [Theory, InlineData(0), InlineData(100), InlineData(199), InlineData(300), InlineData(302), InlineData(410), InlineData(500)]
    public void IsSuccess_EverythingElse_IsFalse(int status) => Assert.False(Answer(status).IsSuccess);

    [Theory, InlineData(400), InlineData(413), InlineData(415), InlineData(422)]
    public void Judge_Refusal_IsParkedAtTheThirdAttempt(int status)
    {
        var message = Sample.Event();
        for (var attempt = 1; attempt < 3; attempt++)
        {
            Assert.Equal(LaneOutcomeKind.Retry, Judge(message, Answer(status)).Kind);
            Assert.Equal(attempt, message.Attempts);
        }

        var last = Judge(message, Answer(status));
        Assert.Equal(LaneOutcomeKind.Park, last.Kind);
        Assert.Equal($"{status}", last.Answer);
        Assert.Equal(3, message.Attempts);
    }

    [Fact]
    public void Judge_Gone_IsParkedAtOnce()
    {
        var message = Sample.Event();
        Assert.Equal(LaneOutcomeKind.Park, Judge(message, Answer(410), isDown: true).Kind);
        Assert.Equal(1, message.Attempts);
    }

    [Theory]
    [InlineData(101), InlineData(301), InlineData(302), InlineData(401), InlineData(403), InlineData(404), InlineData(408)]
    [InlineData(409), InlineData(429), InlineData(451), InlineData(500), InlineData(502), InlineData(503), InlineData(504), InlineData(0)]
    public void Judge_Trouble_IsParkedAtTheTwelfthAttemptWhileOthersAreServed(int status)
    {
        var message = Sample.Event();
        for (var attempt = 1; attempt < 12; attempt++)
        {
            Assert.Null(DeliveryVerdict.Review(message, wasDown: false, hasServed: true, _options));
            Assert.Equal(LaneOutcomeKind.Retry, Judge(message, Answer(status), hasServed: true).Kind);
        }

        var last = Judge(message, Answer(status), hasServed: true);
        Assert.Equal(LaneOutcomeKind.Park, last.Kind);
        Assert.Equal(status == 0 ? "timeout" : $"{status}", last.Answer);
    }

    /// <summary>Others are served now and then only: the twelve count all the same, and nobody knocks a thirteenth time.</summary>
    [Fact]
    public void Judge_TroubleProvenLater_IsParkedWithoutAnotherCall()
    {
        var message = Sample.Event();
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            Assert.Null(DeliveryVerdict.Review(message, wasDown: false, hasServed: false, _options));
            var outcome = Judge(message, Answer(500), hasServed: false);
            Assert.Equal(LaneOutcomeKind.Retry, outcome.Kind);
            Assert.Equal(0, message.Attempts);
        }

        var parked = DeliveryVerdict.Review(message, wasDown: false, hasServed: true, _options);
        Assert.Equal(LaneOutcomeKind.Park, parked?.Kind);
        Assert.Equal("500", parked?.Answer);
        Assert.Equal(12, message.Attempts);
    }

    [Fact]
    public void Judge_Outage_CountsNothing()
    {
        var message = Sample.Event();
        for (var attempt = 0; attempt < 9; attempt++)
        {
            Judge(message, Answer(503), hasServed: false); // before the breaker opened
        }

        for (var attempt = 0; attempt < 1000; attempt++)
        {
            Assert.Equal(LaneOutcomeKind.Retry, Judge(message, Answer(503), isDown: true).Kind);
        }

        Assert.Null(DeliveryVerdict.Review(message, wasDown: true, hasServed: true, _options));
        Assert.Equal(0, message.Attempts);
    }

    /// <summary>It failed just before an outage, waited through it, and comes back when everything is well.</summary>
    [Fact]
    public void Review_ApplicationWasDownMeanwhile_ForgetsTheFailure()
    {
        var message = Sample.Event();
        Judge(message, Answer(503));
        Assert.Null(DeliveryVerdict.Review(message, wasDown: true, hasServed: true, _options));
        Assert.Null(DeliveryVerdict.Review(message, wasDown: false, hasServed: true, _options));
        Assert.Equal(0, message.Attempts);
    }

    /// <summary>Alone it opens the breaker again and again; each time somebody else is served in between, one attempt counts.</summary>
    [Fact]
    public void Judge_PoisonWithLittleOtherTraffic_IsParkedInTheEnd()
    {
        var message = Sample.Event();
        for (var others = 1; ; others++)
        {
            Assert.True(others <= 13, "never parked"); // the first time nobody had been served since it failed before
            DeliveryVerdict.Review(message, wasDown: true, hasServed: true, _options);
            var outcome = Judge(message, Answer(500), hasServed: others > 1); // after the other one was served
            if (outcome.Kind == LaneOutcomeKind.Park)
            {
                break;
            }

            for (var i = 0; i < 9; i++)
            {
                Judge(message, Answer(500), hasServed: false);
            }

            Judge(message, Answer(500), isDown: true);
        }
    }

    [Fact]
    public void Judge_OneAttemptAllowed_StillWaitsForAProof()
    {
        _options.MaxAttemptsAlone = 1;
        var message = Sample.Event();
        var first = Judge(message, Answer(500));
        Assert.Equal(LaneOutcomeKind.Retry, first.Kind);
        Assert.True(first.Due >= Now + TimeSpan.FromSeconds(1));
        Assert.Equal(LaneOutcomeKind.Park, DeliveryVerdict.Review(message, wasDown: false, hasServed: true, _options)?.Kind);
    }

    [Theory, InlineData(0.0), InlineData(0.5), InlineData(0.999)]
    public void Judge_Pause_DoublesUpToTheLongest(double draw)
    {
        var message = Sample.Event();
        _options.MaxAttemptsAlone = 1000;
        for (var attempt = 1; attempt <= 20; attempt++)
        {
            var ceiling = Math.Min(Math.Pow(2, attempt - 1), 3600);
            var outcome = Judge(message, Answer(500), hasServed: true, draw: draw);
            Assert.Equal(Now + TimeSpan.FromSeconds(ceiling * draw), outcome.Due, TimeSpan.FromMilliseconds(1));
        }
    }

    [Theory]
    [InlineData(-5, 0, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(120, 120, 122)]
    [InlineData(1e9, 86_400, 86_402)]
    public void Judge_RetryAfter_IsALowerBoundWithinReason(double asked, double atLeast, double atMost)
    {
        var outcome = Judge(Sample.Event(), new DeliveryAnswer(503, null, TimeSpan.FromSeconds(asked), default), draw: 0.9);
        Assert.Equal(LaneOutcomeKind.Retry, outcome.Kind);
        Assert.InRange((outcome.Due - Now).TotalSeconds, atLeast, atMost);
    }

    [Fact]
    public void Judge_ADayOfItsOwnTrouble_IsParked()
    {
        var message = Sample.Event();
        _options.MaxAttemptsAlone = 1000;
        var waited = TimeSpan.Zero;
        var outcome = Judge(message, Answer(500));
        while (outcome.Kind == LaneOutcomeKind.Retry)
        {
            waited += outcome.Due - Now;
            outcome = Judge(message, Answer(500));
        }

        Assert.InRange(waited.TotalHours, 24, 25);
    }

    /// <summary>The day that the application asked for is waited out before the event is given up.</summary>
    [Fact]
    public void Judge_RetryAfterADay_IsTriedOnceMore()
    {
        var message = Sample.Event();
        var wish = new DeliveryAnswer(503, null, TimeSpan.FromHours(24), default);
        Assert.Equal(LaneOutcomeKind.Retry, Judge(message, wish).Kind);
        Assert.Equal(LaneOutcomeKind.Park, Judge(message, wish).Kind);
    }

    [Fact]
    public void Judge_ADayOfOutage_IsNoTroubleOfTheEvent()
    {
        var message = Sample.Event();
        for (var hour = 0; hour < 100; hour++)
        {
            Assert.Equal(LaneOutcomeKind.Retry, Judge(message, new DeliveryAnswer(503, null, TimeSpan.FromHours(1), default), isDown: true).Kind);
        }

        Assert.Equal(0, message.TroubleMs);
    }

    private static DeliveryAnswer Answer(int status) => new(status, status == 0 ? "timeout" : null, null, default);

    private LaneOutcome Judge(QueuedMessage message, in DeliveryAnswer answer, bool isDown = false, bool hasServed = false, double draw = 0.5) =>
        DeliveryVerdict.Judge(message, answer, isDown, hasServed, _options, Now, draw);
}
