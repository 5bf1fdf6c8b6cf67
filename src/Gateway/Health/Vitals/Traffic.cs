using Relevo.Contracts.Outcomes;
using Relevo.Resilience.Vitals;

namespace Relevo.Gateway.Health.Vitals;

/// <summary>What went through in the last minute, as far as the gateway answers for it. Told by those who do the work; cheap.</summary>
internal sealed class Traffic(TimeProvider time)
{
    /// <summary>Seconds that tell whether trouble of the last minute still goes on: short beside the time that people wait for a page, long enough to hold some work.</summary>
    public const int FreshSeconds = 10;

    /// <summary>Pieces of work within them below which they say nothing: one in ten that fails is then seen nearly nine times of ten.</summary>
    public const int FewestFresh = 20;

    private const int FewestToTell = 20;

    /// <summary>How long webhooks took to be answered.</summary>
    public DurationWindow Answers { get; } = new(time);

    /// <summary>Webhooks and calls to providers.</summary>
    public OutcomeWindow Work { get; } = new(time);

    /// <summary>Events that applications took; those that they did not are the bad ones.</summary>
    public OutcomeWindow Delivered { get; } = new(time);

    /// <summary>Share of webhooks and calls that succeeded in the last minute, percent; null when there were too few to tell.</summary>
    public double? SuccessPercent()
    {
        var (good, bad) = Work.Read();
        return good + bad < FewestToTell ? null : 100.0 * good / (good + bad);
    }

    /// <summary>A webhook was answered with this status.</summary>
    public void Answered(int status, TimeSpan took)
    {
        Answers.Add(took);
        if (status is 200 or 429 or >= 500)
        {
            Work.Add(status == 200); // the others are the sender's mistakes
        }
    }

    /// <summary>A provider was called. What a limit, the recipient or the message itself is the reason for says nothing about us.</summary>
    public void Called(FailureClass outcome)
    {
        if (outcome is FailureClass.Accepted or FailureClass.RetrySame or FailureClass.UnknownResult)
        {
            Work.Add(outcome == FailureClass.Accepted);
        }
    }
}
