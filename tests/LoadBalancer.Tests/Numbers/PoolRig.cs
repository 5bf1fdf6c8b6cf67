using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Contracts.Messages;
using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;
using Relevo.Tests.Shared;

namespace Relevo.LoadBalancer.Tests.Numbers;

/// <summary>A pool on a clock of the test's own, with everything it tells kept in order.</summary>
internal sealed class PoolRig : IMeterFactory
{
    private long _message;

    public PoolRig(PoolFile? file = null, LoadBalancerOptions? options = null, Func<double>? draw = null, ManualTime? time = null)
    {
        Time = time ?? new ManualTime();
        File = file ?? new PoolFile();
        Pool = new NumberPool(options ?? new LoadBalancerOptions(), File, Time, this, NullLogger<NumberPool>.Instance, draw ?? (static () => 0));
        Pool.Fate = (ticket, fate) => Fates.Enqueue((ticket, fate));
        Pool.Noticed += Notices.Enqueue;
    }

    public Meter? Meter { get; private set; }

    public ManualTime Time { get; }

    public PoolFile File { get; }

    public NumberPool Pool { get; }

    public ConcurrentQueue<(SendTicket Ticket, TicketFate Fate)> Fates { get; } = new();

    public ConcurrentQueue<PoolNotice> Notices { get; } = new();

    /// <summary>A pool with these numbers.</summary>
    public static PoolRig With(params NumberDefinition[] numbers)
    {
        var rig = new PoolRig();
        rig.Pool.Configure(numbers);
        return rig;
    }

    public static NumberDefinition Number(string name, double rate = 72, int burst = 8, string profile = NumberLimits.CloudApi) =>
        new() { Name = name, Provider = "meta", Limits = new NumberLimits(profile, rate, burst) };

    public static NumberDefinition[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => Number($"n{i}"))];

    public static SendOutcome Outcome(FailureClass failure, bool isAccountWide = false, TimeSpan? retryAfter = null, int? status = 200) =>
        new() { Class = failure, Status = failure == FailureClass.UnknownResult ? null : status, IsAccountWide = isAccountWide, RetryAfter = retryAfter };

    public SendTicket Ticket(Priority priority = Priority.Normal, DateTimeOffset? expiresAt = null) =>
        new() { Message = Interlocked.Increment(ref _message), Priority = priority, ExpiresAt = expiresAt };

    public NumberStatus Status(string number) => Pool.Find(number)!;

    /// <summary>A ticket that was granted and calls. Fails the test when it is not granted.</summary>
    public SendTicket Call(string number)
    {
        var ticket = Ticket();
        Assert.True(Pool.TryEnter(number, ticket), $"{number} grants nothing: {Status(number).Standing} {Status(number).Reason}");
        Assert.True(Pool.CallBegan(ticket, out _));
        return ticket;
    }

    /// <summary>A whole call that ends at once.</summary>
    public SendTicket Send(string number, FailureClass outcome = FailureClass.Accepted)
    {
        var ticket = Call(number);
        Pool.CallEnded(ticket, Outcome(outcome));
        return ticket;
    }

    /// <summary>So many whole calls, as many seconds apart.</summary>
    public void Send(string number, int count, FailureClass outcome = FailureClass.Accepted, double secondsApart = 0.05)
    {
        for (var i = 0; i < count; i++)
        {
            Send(number, outcome);
            Pass(secondsApart);
        }
    }

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Brings a number that is being tried back to full size.</summary>
    public void ProveWell(string number)
    {
        Send(number, 3);
        Pass(200);
    }

    public int CountOf(PoolNoticeKind kind) => Notices.Count(notice => notice.Kind == kind);

    public Meter Create(MeterOptions options) => Meter = new Meter(options);

    public void Dispose() => Pool.Dispose();
}
