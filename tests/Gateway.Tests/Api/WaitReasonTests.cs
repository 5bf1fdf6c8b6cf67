using Relevo.Contracts.Messages;
using Relevo.Contracts.Outcomes;
using Relevo.LoadBalancer.Numbers;
using Relevo.QueueProcessor.Store;

namespace Relevo.Gateway.Tests.Api;

/// <summary>A send that has not left says why.</summary>
public sealed class WaitReasonTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("add", ",\"from\":\"main\"", "waits its turn at number main")]
    [InlineData("add", "", "waits its turn")]
    [InlineData("schedule", ",\"scheduledFor\":\"2027-01-01T00:00:00Z\"", "waits for its time")]
    public async Task Reason_NothingWrong_IsTheTurnOrTheTime(string action, string more, string expected) =>
        Assert.Equal(expected, await ReasonAsync(await SendAsync(action, more)));

    [Fact]
    public async Task Reason_NumberTakenOut_NamesItAndWhenItIsTriedAgain()
    {
        _host.Pool.Notice("main", null, NumberNews.Down, "its account is locked");
        var until = _host.Pool.Find("main")!.EjectedUntil!.Value;
        Assert.Equal($"waits for number main: its account is locked; it is tried again at {until:yyyy-MM-ddTHH:mm:ssZ}", await ReasonAsync(await SendAsync("add", ",\"from\":\"main\"")));
        Assert.Equal("waits its turn", await ReasonAsync(await SendAsync("add", "")));
    }

    [Fact]
    public async Task Reason_NoNumberLeft_NamesAll()
    {
        string[] numbers = ["main", "bird-mx", "evo-1"];
        Assert.All(numbers, number => _host.Pool.Notice(number, null, NumberNews.Down, "banned"));
        Assert.Equal("waits for a number that can send: main (banned), bird-mx (banned), evo-1 (banned)", await ReasonAsync(await SendAsync("add", "")));
    }

    [Fact]
    public async Task Reason_NumberCalledTooFast_SaysUntilWhenItRests()
    {
        var ticket = new SendTicket { Message = 1, Priority = Priority.Normal };
        await EnterAsync(ticket);
        Assert.True(_host.Pool.CallBegan(ticket, out _));
        _host.Pool.CallEnded(ticket, new SendOutcome { Class = FailureClass.ThrottleNumber, RetryAfter = TimeSpan.FromMinutes(2), IsSurelyNotSent = true });
        var until = _host.Pool.Find("main")!.RestsUntil!.Value;
        Assert.Equal($"waits for number main: resting, its provider called it too fast; it goes on at {until:yyyy-MM-ddTHH:mm:ssZ}", await ReasonAsync(await SendAsync("add", ",\"from\":\"main\"")));
    }

    [Fact]
    public async Task Reason_BetweenAttempts_SaysWhatTheLastOneMet()
    {
        var id = await SendAsync("add", ",\"from\":\"main\"");
        var batch = _host.Store.ReadBacklog(Queues.Sends, Priority.Normal, 0, 10);
        var message = batch.Single(each => each.Id.ToString() == id);
        message.Due = TimeProvider.System.GetUtcNow().AddMinutes(5);
        _host.Store.Settle(new Settlement(SettlementKind.Retry, message, null, "131000") { Trace = new TraceEntry(message.Id, TimeProvider.System.GetUtcNow(), TraceKind.Refused, "main", "131000") });
        await _host.Store.FlushAsync(CancellationToken.None);
        Assert.Equal("waits for its next attempt: number main answered 131000", await ReasonAsync(id));
    }

    // A pool that has just begun may have no token for the first milliseconds: then it tells when the turn has come.
    private async Task EnterAsync(SendTicket ticket)
    {
        var granted = new TaskCompletionSource();
        _host.Pool.Fate = (_, _) => granted.TrySetResult();
        if (!_host.Pool.TryEnter("main", ticket))
        {
            await granted.Task;
        }
    }

    private async Task<string> SendAsync(string action, string more)
    {
        var (status, answer) = await _host.CallAsync("POST", "/api/queue/" + action, $"{{\"recipientPhone\":\"34600000000\",\"messageType\":\"text\",\"content\":\"a\"{more}}}");
        Assert.True(status == 200, answer.ToString());
        return answer.GetProperty("messageId").GetString()!;
    }

    private async Task<string?> ReasonAsync(string id) => (await _host.CallAsync("GET", "/api/messages/" + id)).Body.GetProperty("reason").GetString();
}
