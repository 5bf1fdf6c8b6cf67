using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Relevo.Contracts.Outcomes;
using Relevo.Providers.Sending;
using Relevo.Providers.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Providers.Tests.Sending;

/// <summary>A provider that is down is told of, and does not bury what else is.</summary>
public sealed class FailureNotesTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly LogList _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly ProviderClient _client;
    private readonly Socket _taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Uri _nobody;

    public FailureNotesTests()
    {
        _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));
        _client = new ProviderClient(new ProviderClientOptions(), _time, _loggers.CreateLogger<ProviderClient>());
        _taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, so that nobody else takes the port, but not listening
        _nobody = new Uri($"http://127.0.0.1:{((IPEndPoint)_taken.LocalEndPoint!).Port}");
    }

    public void Dispose()
    {
        _client.Dispose();
        _loggers.Dispose();
        _taken.Dispose();
    }

    [Fact]
    public async Task SendAsync_ProviderThatIsDown_IsToldAtOnceAndThenOnceAMinute()
    {
        await FailAsync(30);
        Assert.Equal(["Number n did not reach 127.0.0.1: connection refused. Nothing was sent."], _log.Texts);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(_log.Texts);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Number n failed again as said before: 29 calls within a minute reached nobody and sent nothing, 0 got no complete answer.", _log.Texts.Last());

        await FailAsync(10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((3, true), (_log.Texts.Count, _log.Texts.Last().Contains(": 10 calls", StringComparison.Ordinal)));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(3, _log.Texts.Count);
    }

    [Fact]
    public async Task SendAsync_AnotherNumberOrReason_IsToldAtOnce()
    {
        await FailAsync(3);
        await FailAsync(3, "other");
        await SendAsync(new Uri("http://nobody.invalid"), "n");
        await using var server = new RawServer((connection, stop) => connection.WriteAsync("nonsense\r\n\r\n", stop));
        Assert.Equal(FailureClass.UnknownResult, (await SendAsync(server.Url, "n")).Class);
        Assert.Equal([5101, 5101, 5101, 5102], _log.Ids);
    }

    [Fact]
    public async Task SendAsync_ProviderThatFailsAgainLater_IsToldAtOnce()
    {
        await FailAsync(1);
        _time.Advance(TimeSpan.FromMinutes(2));
        await FailAsync(1);
        Assert.Equal([5101, 5101], _log.Ids);
    }

    private async Task FailAsync(int calls, string number = "n")
    {
        for (var call = 0; call < calls; call++)
        {
            Assert.True((await SendAsync(_nobody, number)).IsSurelyNotSent);
        }
    }

    private Task<SendOutcome> SendAsync(Uri url, string number) =>
        _client.SendAsync(Sample.Protocol("meta"), Sample.Text(), Sample.Account("meta", url) with { Name = number }, Sample.Correlation, default);
}
