using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Resilience.Health;
using Relevo.Resilience.Scaling;
using Relevo.Tests.Shared;

namespace Relevo.Resilience.Tests.Scaling;

public sealed class AutoscalerTests
{
    private readonly ManualTime _time = new();
    private readonly ComplaintBook _complaints = new();
    private readonly ScalingOptions _options = new() { MaxWorkers = 400 };
    private readonly WorkerScale _scale;
    private ScaleReading _reading = new(256, 256, 0, TimeSpan.Zero, 10);
    private string? _hookProblem;
    private int _hookCalls;

    public AutoscalerTests() => _scale = new WorkerScale(() => _options, _time);

    [Theory]
    [InlineData(256, 0, 0, 10, false, ScaleAdvice.Stay)]
    [InlineData(256, 256, 6, 10, false, ScaleAdvice.Up)]
    [InlineData(256, 200, 6, 10, false, ScaleAdvice.Stay)] // it is late, but workers are free: more would not help
    [InlineData(256, 256, 4, 10, false, ScaleAdvice.Stay)]
    [InlineData(256, 256, 4, 10, true, ScaleAdvice.Up)] // twice as strict after a recovery
    [InlineData(256, 256, 6, 71, false, ScaleAdvice.Out)]
    [InlineData(256, 256, 6, 36, true, ScaleAdvice.Out)]
    [InlineData(400, 400, 6, 10, false, ScaleAdvice.Out)]
    [InlineData(332, 20, 0, 10, false, ScaleAdvice.Down)]
    [InlineData(256, 20, 0, 10, false, ScaleAdvice.Stay)]
    [InlineData(256, 10, 0, 99, false, ScaleAdvice.Stay)] // a busy processor alone is no lack of workers
    public void Judge_ByWhatLimits_SaysWhatHelps(int workers, int busy, double oldest, double cpu, bool isStrict, ScaleAdvice expected) =>
        Assert.Equal(expected, ScaleJudge.Judge(new ScaleReading(256, workers, busy, TimeSpan.FromSeconds(oldest), cpu), isStrict, _options));

    [Fact]
    public async Task Look_WhileWorkersLimit_AddsThemInStepsUpToTheMostAndThenSaysSo()
    {
        var scaler = Scaler(withHook: false);
        Set(busy: 256, oldest: 10);
        await scaler.LookAsync(default);
        Assert.Equal(332, _scale.Of(256));
        Set(busy: 332, oldest: 10);
        await PassAsync(scaler, 175);
        Assert.Equal(332, _scale.Of(256)); // it cools down
        await PassAsync(scaler, 10);
        Assert.Equal(400, _scale.Of(256));
        Assert.Empty(_complaints.List());

        Set(busy: 400, oldest: 10);
        await PassAsync(scaler, 185);
        Assert.Contains("no hook for more machines is set", Assert.Single(_complaints.List()).Message, StringComparison.Ordinal);
        Set(busy: 0, oldest: 0);
        await PassAsync(scaler, 305);
        Assert.Empty(_complaints.List());
        Assert.Equal(332, _scale.Of(256));
        await PassAsync(scaler, 305);
        Assert.Equal(256, _scale.Of(256));
    }

    [Fact]
    public async Task Look_WhileTheProcessorsLimit_AsksForAMachineAndComplainsWhenThatFails()
    {
        var scaler = Scaler(withHook: true);
        Set(busy: 256, oldest: 10, cpu: 90);
        await scaler.LookAsync(default);
        Assert.Equal((1, 256), (_hookCalls, _scale.Of(256)));
        Assert.Empty(_complaints.List());

        _hookProblem = "the command ended with 3";
        await PassAsync(scaler, 185);
        Assert.Contains("the command ended with 3", Assert.Single(_complaints.List()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_ByPlaybookOrHand_HoldsForADayWithinTheBounds()
    {
        Assert.True(_scale.AskPercent(30));
        Assert.False(_scale.AskPercent(30));
        Assert.Equal(332, _scale.Of(256));
        _scale.AskWorkers(20);
        Assert.Equal(352, _scale.Of(256));
        _scale.AskPercent(100);
        Assert.Equal(400, _scale.Of(256));
        Assert.Equal(1000, _scale.Of(1000)); // a queue that has more by its settings keeps them
        _time.Advance(TimeSpan.FromHours(23.9));
        _scale.Look();
        Assert.Equal(400, _scale.Of(256));
        _time.Advance(TimeSpan.FromHours(0.2));
        _scale.Look();
        Assert.Equal(256, _scale.Of(256));
    }

    private Autoscaler Scaler(bool withHook) => new(
        _scale,
        () => _reading with { Workers = _scale.Of(256) },
        withHook ? Hook : null,
        () => _options,
        _complaints,
        _time,
        NullLogger<Autoscaler>.Instance);

    private Task<string?> Hook(CancellationToken cancellation)
    {
        _hookCalls++;
        return Task.FromResult(_hookProblem);
    }

    private void Set(int busy, double oldest, double cpu = 10) => _reading = new ScaleReading(256, 256, busy, TimeSpan.FromSeconds(oldest), cpu);

    private async Task PassAsync(Autoscaler scaler, int seconds)
    {
        for (var second = 0; second < seconds; second += 5)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await scaler.LookAsync(default);
        }
    }
}
